using System.Runtime.CompilerServices;

using Surveyctl.Tables;

namespace Surveyctl.Tenants;

/// <summary>What is stored of a tenant.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Waves">Those that have opened, by the key of their partition.</param>
/// <param name="Rows">How many each table has.</param>
internal sealed record TenantContents(
    TenantId Tenant, IReadOnlyDictionary<string, WaveState> Waves, IReadOnlyList<KeyValuePair<string, long>> Rows)
{
    public bool AreNone => Rows.All(table => table.Value == 0);

    /// <summary>Answers may still be on their way to them.</summary>
    public IReadOnlyList<string> WavesNotSettled =>
        [.. Waves.Where(wave => wave.Value != WaveState.Settled).Select(wave => NameOf(wave.Key))];

    public static string NameOf(string wavePartition) => WavesKeys.WaveOf(wavePartition);
}

/// <summary>Finds everything that is stored of one tenant, or of one of its waves, and nothing of another.</summary>
internal sealed class TenantRows(ITableStore tables, TenantId tenant, WaveId? wave = null)
{
    /// <summary>Null: the whole tenant.</summary>
    public WaveId? Wave => wave;

    /// <summary>Those with rows of a tenant.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        [StoreNames.Waves, StoreNames.Responses, StoreNames.Blocks, StoreNames.Results, StoreNames.Pages, StoreNames.People, StoreNames.Audit, StoreNames.Definitions];

    /// <summary>In the order of their keys, page by page; the entries of its waves in the index are not among them.</summary>
    public IAsyncEnumerable<TableRow> ReadAsync(string table, CancellationToken cancellationToken)
    {
        if (table == StoreNames.Definitions)
        {
            return wave is { } one
                ? DefinitionsOf(one, cancellationToken)
                : tables.QueryAsync(table, tenant.Value, KeyRange.All.From, KeyRange.All.To, take: null, cancellationToken);
        }
        if (table is StoreNames.People or StoreNames.Audit)
            return wave is null ? tables.QueryAsync(table, tenant.Value, KeyRange.All.From, KeyRange.All.To, take: null, cancellationToken) : AsyncEnumerable.Empty<TableRow>();
        var range = wave is { } only ? TenantPartitions.Of(tenant, only) : TenantPartitions.Of(tenant);
        return tables.ScanAsync(table, range.From, range.To, take: null, cancellationToken);
    }

    private async IAsyncEnumerable<TableRow> DefinitionsOf(WaveId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in new[] { DefinitionsKeys.Preview(id), DefinitionsKeys.Wave(id) })
        {
            if (await tables.GetAsync(StoreNames.Definitions, tenant.Value, key, cancellationToken) is { } row)
                yield return row;
        }
    }

    /// <summary>The entries of its waves in the index, keys only: also of waves that never opened.</summary>
    public async Task<IReadOnlyList<TableRow>> ReadIndexAsync(CancellationToken cancellationToken) =>
        [.. from entry in await new WaveIndex(tables).ListAsync(cancellationToken)
            where entry.Tenant == tenant && (wave is null || entry.Wave == wave)
            select new TableRow(WavesKeys.IndexPartition, entry.Wave.Value)];

    /// <summary>Reads all of it.</summary>
    public async Task<TenantContents> CountAsync(CancellationToken cancellationToken)
    {
        var waves = new SortedDictionary<string, WaveState>(StringComparer.Ordinal);
        var counts = new List<KeyValuePair<string, long>>();
        foreach (var table in Tables)
        {
            var rows = table == StoreNames.Waves ? (await ReadIndexAsync(cancellationToken)).Count : 0L;
            await foreach (var row in ReadAsync(table, cancellationToken))
            {
                rows++;
                // Not by the index: of a wave that a deletion left half the index says nothing.
                if (table == StoreNames.Waves && row.RowKey == WavesKeys.Wave)
                    waves.Add(row.PartitionKey, WaveRow.StateOf(row));
            }
            counts.Add(KeyValuePair.Create(table, rows));
        }
        return new TenantContents(tenant, waves, counts);
    }
}

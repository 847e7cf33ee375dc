using System.Text;

using Azure;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// What releases keep of a wave out of readers' reach. Of several rows of one unit the newest counts of a release that was published; where there is
/// none, the newest of those that were not: one that failed on its way froze what the next shows.
/// </summary>
internal sealed class FrozenRows
{
    private const int MostRowsPerCommit = 100;

    /// <summary>As <see cref="ReleaseRow"/> has it.</summary>
    private const string Opening = "Opening";

    private const string Assignments = "Assignments";

    private readonly ITableStore _tables;
    private readonly Wave _wave;
    private readonly string _releaseId;
    private readonly HashSet<string> _published;
    private readonly Dictionary<(string Partition, string Unit), List<TableRow>> _unpublished = [];
    private readonly List<TableRow> _superseded = [];
    private readonly List<TableRow> _new = [];

    private FrozenRows(ITableStore tables, Wave wave, string releaseId, HashSet<string> published) =>
        (_tables, _wave, _releaseId, _published) = (tables, wave, releaseId, published);

    /// <param name="releaseId">That is being made.</param>
    public static async Task<FrozenRows> OpenAsync(ITableStore tables, Wave wave, string releaseId, CancellationToken cancellationToken)
    {
        var published = new HashSet<string>();
        var rows = tables.QueryAsync(
            StoreNames.Results, ResultsKeys.WavePartition(wave.Tenant, wave.Id), ResultsKeys.Releases, cancellationToken);
        await foreach (var row in rows)
        {
            if (ReleaseRow.IsOf(wave, row) && row.GetString(ReleaseRow.ReleaseId) is { } id)
                published.Add(id);
        }
        return new FrozenRows(tables, wave, releaseId, published);
    }

    /// <summary>The rows of a partition that count, by what they are of.</summary>
    /// <param name="keys">Null: all of them.</param>
    public async Task<Dictionary<string, TableRow>> ReadAsync(string partition, CancellationToken cancellationToken, RowRange? keys = null)
    {
        var (newest, before) = (new Dictionary<string, TableRow>(), new Dictionary<string, TableRow>());
        await foreach (var row in _tables.QueryAsync(StoreNames.Blocks, partition, keys ?? new RowRange("", "~"), cancellationToken))
        {
            var (unit, release) = BlocksKeys.Read(row.RowKey);
            // Of a wave of the same id that was deleted.
            if (row.GetString(Opening) != _wave.Opening)
            {
                _superseded.Add(row);
            }
            else if (!_published.Contains(release))
            {
                if (!_unpublished.TryGetValue((partition, unit), out var rows))
                    _unpublished.Add((partition, unit), rows = []);
                rows.Add(row);
            }
            else
            {
                if (before.TryGetValue(unit, out var older))
                    _superseded.Add(older);
                if (newest.TryGetValue(unit, out var last))
                    before[unit] = last;
                newest[unit] = row;
            }
        }
        foreach (var ((_, unit), rows) in _unpublished.Where(entry => entry.Key.Partition == partition))
            newest.TryAdd(unit, rows[^1]);
        return newest;
    }

    /// <summary>What releases froze of it that were not published, and that who reads the tables of figures may have seen.</summary>
    public IReadOnlyList<TableRow> UnpublishedOf(string partition, string unit) => _unpublished.GetValueOrDefault((partition, unit)) ?? [];

    /// <summary>Keeps it for <see cref="SaveAsync"/>.</summary>
    public void Add(string partition, string unit, Func<string, string, TableRow> row)
    {
        var added = row(partition, BlocksKeys.Row(unit, _releaseId));
        added[Opening] = _wave.Opening;
        _new.Add(added);
    }

    /// <summary>What has something assigned to it, and that; for <see cref="SaveAsync"/> too.</summary>
    public void AddText(string partition, string unit, IEnumerable<(string Key, string Value)> assignments) => Add(partition, unit, (partitionKey, rowKey) =>
    {
        var row = new TableRow(partitionKey, rowKey);
        ChunkedBinary.Write(row, Assignments, Encoding.UTF8.GetBytes(string.Join(';', assignments.Select(pair => $"{pair.Key}={pair.Value}"))));
        return row;
    });

    /// <summary>As of <see cref="AddText"/>.</summary>
    public static Dictionary<string, string> ReadText(TableRow row) =>
        Encoding.UTF8.GetString(ChunkedBinary.Read(row, Assignments)).Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Before any figure is written.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => CommitAsync(_new, RowChangeType.UpsertReplace, cancellationToken);

    /// <summary>
    /// After it was: what is read no more, but for the row before the newest, which a backup may need that read the pointer before it moved. What
    /// stays because this fails is removed by the next.
    /// </summary>
    public Task RemoveSupersededAsync(CancellationToken cancellationToken) => CommitAsync(_superseded, RowChangeType.Delete, cancellationToken);

    private async Task CommitAsync(IEnumerable<TableRow> rows, RowChangeType type, CancellationToken cancellationToken)
    {
        foreach (var partition in rows.GroupBy(row => row.PartitionKey))
        {
            foreach (var chunk in partition.Chunk(MostRowsPerCommit))
            {
                var changes = chunk.Select(row => new RowChange(type, row, ETag.All)).ToList();
                if (await _tables.CommitAsync(StoreNames.Blocks, changes, cancellationToken) is CommitResult.Refused { Refusal: not CommitRefusal.NotFound } refused)
                    throw new StoreUnavailableException($"Row {chunk[Math.Max(0, refused.Index)].RowKey} of {partition.Key} was refused ({refused.Refusal}).");
            }
        }
    }
}

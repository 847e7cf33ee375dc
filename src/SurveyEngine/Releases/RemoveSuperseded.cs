using Azure;

using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// Removes what releases leave behind that no reader has been led to for <see cref="KeptFor"/>, those that were never published among it. That a
/// release was published stays on record: blocks count by it.
/// </summary>
public sealed class RemoveSuperseded(ITableStore tables, TimeProvider time)
{
    /// <summary>From when on a later one took its place. Who looks at a page, or compares two nights, is done long before.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Of a wave at a time, so that a run ends soon; the next goes on.</summary>
    public const int MostRows = 20_000;

    private const int MostRowsPerCommit = 100;

    /// <exception cref="StoreUnavailableException">The store failed; run again, it goes on where it stopped.</exception>
    public async Task RunAsync(TenantId tenant, WaveId wave, CancellationToken cancellationToken)
    {
        var partition = ResultsKeys.WavePartition(tenant, wave);
        if (await tables.GetAsync(StoreNames.Results, partition, ResultsKeys.Latest, cancellationToken) is not { } latest
            || await FindOldestKeptAsync(latest, cancellationToken) is not { } oldest)
            return;
        var left = MostRows;
        var (from, to) = ResultsKeys.ScopePartitionsBefore(tenant, wave, oldest);
        // What was shown before there were blocks is compared to for as long as the wave is released.
        if (ReleaseRow.BeforeBlocksOf(latest) is { } before && string.CompareOrdinal(before, oldest) < 0)
        {
            var kept = ResultsKeys.ScopePartitions(tenant, wave, before);
            left -= await RemoveAsync(from, kept.From, left, cancellationToken);
            from = kept.To;
        }
        await RemoveAsync(from, to, left, cancellationToken);
    }

    /// <summary>The release that readers saw then: all before it were superseded by then. Null: there was none.</summary>
    private async Task<string?> FindOldestKeptAsync(TableRow latest, CancellationToken cancellationToken)
    {
        var then = time.GetUtcNow() - KeptFor;
        string? oldest = null;
        await foreach (var row in tables.QueryAsync(StoreNames.Results, latest.PartitionKey, ResultsKeys.Releases, cancellationToken))
        {
            var id = row.GetString(ReleaseRow.ReleaseId);
            if (row.GetDateTimeOffset(ReleaseRow.AsOf) <= then && string.CompareOrdinal(id, latest.GetString(ReleaseRow.ReleaseId)) <= 0)
                oldest = id;
        }
        return oldest;
    }

    /// <returns>How many rows there were, as far as they may be removed at once.</returns>
    private async Task<int> RemoveAsync(string from, string to, int most, CancellationToken cancellationToken)
    {
        var rows = await tables.ScanAsync(StoreNames.Results, from, to, most, cancellationToken)
            .Select(row => new TableRow(row.PartitionKey, row.RowKey))
            .ToListAsync(cancellationToken);
        foreach (var scope in rows.GroupBy(row => row.PartitionKey))
        {
            // First: by its rows in the other table it is found again if this stops in between.
            await DeleteAsync(StoreNames.Pages, [new TableRow(scope.Key, ResultsKeys.Page)], cancellationToken);
            foreach (var some in scope.Chunk(MostRowsPerCommit))
                await DeleteAsync(StoreNames.Results, some, cancellationToken);
        }
        return rows.Count;
    }

    private async Task DeleteAsync(string table, TableRow[] rows, CancellationToken cancellationToken)
    {
        var changes = rows.Select(row => new RowChange(RowChangeType.Delete, row, ETag.All)).ToList();
        // Not found: another copy does the same, or an earlier version kept it elsewhere. What stays of the others is found by the next run.
        if (await tables.CommitAsync(table, changes, cancellationToken) is CommitResult.Refused { Refusal: not CommitRefusal.NotFound } refused)
            throw new StoreUnavailableException($"A row in partition {rows[0].PartitionKey} of table {table} could not be deleted ({refused.Refusal}).");
    }
}

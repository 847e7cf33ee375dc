using System.Globalization;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>The release that the wave's pointer now names.</summary>
/// <param name="Id">Sorts by time.</param>
/// <param name="AsOf">Every response acknowledged before is in it.</param>
/// <param name="Scopes">Nodes and collections released.</param>
public sealed record PublishedRelease(string Id, DateTimeOffset AsOf, int Scopes)
{
    /// <summary>
    /// What the last check found to follow from what was to be told, in words without the figures, and so is not told either. Empty unless there
    /// is a defect of ours.
    /// </summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];

    /// <summary>What is left out until somebody decides about it: the lots that are large enough to be taken in.</summary>
    public IReadOnlyList<FlaggedLot> Undecided { get; init; } = [];
}

/// <summary>
/// Writes the scopes of one release under its own id, several at a time, and then moves the wave's pointer, if nobody moved
/// it since this release began. Until then no reader sees any of it.
/// </summary>
/// <param name="latest">The pointer as it was when the release began; null: there was none.</param>
internal sealed class ReleaseWriter(ITableStore tables, Wave wave, TableRow? latest, DateTimeOffset asOf, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    /// <summary>Scopes lie in partitions of their own, so that their writes do not slow each other.</summary>
    private const int MostWritesAtOnce = 16;

    private const int MostRowsPerCommit = 100;

    private readonly SemaphoreSlim _slots = new(MostWritesAtOnce);
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<Task> _writes = [];
    private int _scopes;

    private const string TimeInId = "yyyyMMddHHmmss";

    public string Id { get; } = $"{asOf.UtcDateTime.ToString(TimeInId, CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..8]}";

    public DateTimeOffset AsOf { get; } = asOf;

    /// <summary>As of when the release of an id is, to the second.</summary>
    public static DateTimeOffset TimeOf(string releaseId) =>
        DateTimeOffset.ParseExact(releaseId[..TimeInId.Length], TimeInId, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Returns when a slot is free, not when the scope is written: <see cref="PublishAsync"/> waits for all.</summary>
    public async ValueTask WriteAsync(ShownScope scope)
    {
        await _slots.WaitAsync(_cancellation.Token);
        _writes.RemoveAll(write => write.IsCompletedSuccessfully);
        _writes.Add(WriteRowsAsync(scope));
        _scopes++;
    }

    /// <param name="withheld">What the last check found.</param>
    /// <returns>Null: somebody else published since this release began.</returns>
    public async Task<PublishedRelease?> PublishAsync(IReadOnlyList<string> withheld, CancellationToken cancellationToken)
    {
        await Task.WhenAll(_writes);

        var partition = ResultsKeys.WavePartition(wave.Tenant, wave.Id);
        var beforeBlocks = ReleaseRow.BeforeBlocksOf(wave, latest);
        var pointer = ReleaseRow.Of(wave, ResultsKeys.Latest, Id, AsOf, _scopes, beforeBlocks, withheld.Count);
        RowChange[] actions =
        [
            latest is null
                ? new(RowChangeType.Add, pointer)
                : new(RowChangeType.UpdateReplace, pointer, latest.ETag),
            new(RowChangeType.Add, ReleaseRow.Of(wave, ResultsKeys.Release(Id), Id, AsOf, _scopes, beforeBlocks, withheld.Count)),
        ];
        CommitResult? result = null;
        try
        {
            result = await tables.CommitAsync(StoreNames.Results, actions, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The commit may be in all the same: the pointer tells, below. If it cannot be read either, that read throws.
        }
        if (result is CommitResult.Committed || await IsPublishedAsync(partition, cancellationToken))
            return new PublishedRelease(Id, AsOf, _scopes) { Withheld = withheld };
        return result is null
            ? throw new StoreUnavailableException($"Release {Id} of wave {wave.Id} is written but could not be published. Run the rollup again.")
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        // Whatever these writes met was thrown to the caller already, or the caller has given up on them.
        await Task.WhenAll(_writes).ContinueWith(static _ => { }, TaskScheduler.Default);
        _cancellation.Dispose();
        _slots.Dispose();
    }

    /// <summary>A retry below us may have been refused because its first try went through.</summary>
    private async Task<bool> IsPublishedAsync(string partition, CancellationToken cancellationToken) =>
        await tables.GetAsync(StoreNames.Results, partition, ResultsKeys.Release(Id), cancellationToken) is not null;

    private async Task WriteRowsAsync(ShownScope scope)
    {
        try
        {
            foreach (var rows in new ResultRows(wave, scope).OfScope().Chunk(MostRowsPerCommit))
                await WriteAsync(StoreNames.Results, rows);
            // Last, so that whoever removes rows finds in Results all that has a page.
            var page = new TableRow(ResultsKeys.ScopePartition(wave.Tenant, wave.Id, Id, scope.Scope.Id), ResultsKeys.Page);
            ChunkedBinary.Write(page, ResultRows.PageJson, ShownScopeJson.Write(scope));
            await WriteAsync(StoreNames.Pages, page);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task WriteAsync(string table, params TableRow[] rows)
    {
        // Upsert: a retry below us writes the same again.
        var actions = rows.Select(row => new RowChange(RowChangeType.UpsertReplace, row)).ToList();
        if (await tables.CommitAsync(table, actions, _cancellation.Token) is CommitResult.Refused refused)
            throw new InvalidDataException($"The store refuses row {rows[Math.Max(0, refused.Index)].RowKey} of {rows[0].PartitionKey}: {refused.Refusal}.");
    }
}

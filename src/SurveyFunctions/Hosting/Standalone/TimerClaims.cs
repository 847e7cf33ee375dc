using System.Collections.Concurrent;

using Azure;

using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>
/// Which occurrence of a timer ran, for copies of the app that run without a Functions host: each occurrence is claimed by
/// one copy, marked complete when it is done, and taken over when the lease of a copy that died runs out.
/// </summary>
/// <param name="onClockAhead">Told of a timer whose last occurrence is noted for a time to come, for the log.</param>
public sealed class TimerClaims(ITableStore tables, TimeProvider time, Action<string, DateTimeOffset>? onClockAhead = null)
{
    private const string Partition = "timer";
    private const string Occurrence = "Occurrence";
    private const string LeaseUntil = "LeaseUntil";
    private const string Completed = "Completed";

    /// <summary>As much as the clocks of copies may differ. An occurrence noted for later than that is a wrong clock's, and holds nobody up.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(15);

    /// <summary>No lease, and no wait after a failure, is longer.</summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);

    /// <summary>The last occurrence that this copy ran of each timer: two copies, one with a wrong clock, do not make each other run it again.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _completed = new(StringComparer.Ordinal);

    /// <summary>Null: another copy has it, or it is done. Else the claim to complete.</summary>
    public async Task<TimerClaim?> ClaimAsync(
        string timer, DateTimeOffset occurrence, TimeSpan lease, CancellationToken cancellationToken)
    {
        var existing = await tables.GetAsync(StoreNames.Timers, Partition, timer, cancellationToken);
        if (existing is null)
        {
            // The first start ever owes nobody the occurrences before it.
            await WriteAsync(Row(timer, occurrence, leaseUntil: occurrence, completed: true), null, cancellationToken);
            return null;
        }
        var last = existing.GetDateTimeOffset(Occurrence)!.Value;
        if (_completed.TryGetValue(timer, out var own) && own == occurrence)
            return null;
        var latest = time.GetUtcNow() + ClockDifference;
        var isOfWrongClock = last > latest || existing.GetDateTimeOffset(LeaseUntil) > latest + LongestLease;
        if (isOfWrongClock)
            onClockAhead?.Invoke(timer, last);
        var isRunning = existing.GetBoolean(Completed) == false && existing.GetDateTimeOffset(LeaseUntil) > time.GetUtcNow();
        var isDone = existing.GetBoolean(Completed) == true && last >= occurrence;
        if (!isOfWrongClock && (isRunning || isDone))
            return null;

        var claimed = Row(timer, isOfWrongClock || occurrence > last ? occurrence : last, time.GetUtcNow() + lease, completed: false);
        var result = await WriteAsync(claimed, existing, cancellationToken);
        return result is CommitResult.Committed committed ? new TimerClaim(claimed, committed.ETags[0]) : null;
    }

    /// <summary>Does nothing if the lease ran out and another copy took over.</summary>
    public async Task CompleteAsync(TimerClaim claim, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        var done = Row(row.RowKey, row.GetDateTimeOffset(Occurrence)!.Value, row.GetDateTimeOffset(LeaseUntil)!.Value, completed: true);
        row.ETag = claim.ETag;
        _completed[row.RowKey] = row.GetDateTimeOffset(Occurrence)!.Value;
        await WriteAsync(done, row, cancellationToken);
    }

    /// <summary>Lets any copy run the occurrence again, but not before the time given: it failed here.</summary>
    public async Task GiveBackAsync(TimerClaim claim, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var row = claim.Row;
        var open = Row(row.RowKey, row.GetDateTimeOffset(Occurrence)!.Value, notBefore, completed: false);
        row.ETag = claim.ETag;
        await WriteAsync(open, row, cancellationToken);
    }

    private static TableRow Row(string timer, DateTimeOffset occurrence, DateTimeOffset leaseUntil, bool completed) =>
        new(Partition, timer) { [Occurrence] = occurrence, [LeaseUntil] = leaseUntil, [Completed] = completed };

    private Task<CommitResult> WriteAsync(TableRow row, TableRow? replaced, CancellationToken cancellationToken) =>
        tables.CommitAsync(
            StoreNames.Timers,
            [
                replaced is null
                    ? new(RowChangeType.Add, row)
                    : new(RowChangeType.UpdateReplace, row, replaced.ETag),
            ],
            cancellationToken);
}

/// <summary>The right to run one occurrence of a timer until its lease ends.</summary>
public sealed class TimerClaim
{
    internal TimerClaim(TableRow row, ETag etag)
    {
        Row = row;
        ETag = etag;
    }

    internal TableRow Row { get; }

    internal ETag ETag { get; }
}

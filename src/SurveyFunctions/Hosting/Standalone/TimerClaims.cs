using System.Collections.Concurrent;

using Azure;

using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>
/// Which occurrence of a timer ran, for copies of the app that run without a Functions host: each occurrence is claimed by
/// one copy, marked complete when it is done, and taken over when the lease of a copy that died runs out.
/// </summary>
public sealed partial class TimerClaims(ITableStore tables, TimeProvider time, ILogger<TimerClaims> logger)
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
            await WriteAsync(Row(timer, occurrence, leaseUntil: occurrence, completed: true), replaced: null, cancellationToken);
            return null;
        }
        var last = existing.GetDateTimeOffset(Occurrence)!.Value;
        if (_completed.TryGetValue(timer, out var own) && own == occurrence)
            return null;
        var latest = time.GetUtcNow() + ClockDifference;
        var isOfWrongClock = last > latest || existing.GetDateTimeOffset(LeaseUntil) > latest + LongestLease;
        if (isOfWrongClock)
            Log.ClockWasAhead(logger, timer, last);
        var isRunning = existing.GetBoolean(Completed) == false && existing.GetDateTimeOffset(LeaseUntil) > time.GetUtcNow();
        var isDone = existing.GetBoolean(Completed) == true && last >= occurrence;
        if (!isOfWrongClock && (isRunning || isDone))
            return null;

        var (claimed, until) = (isOfWrongClock || occurrence > last ? occurrence : last, time.GetUtcNow() + lease);
        var result = await WriteAsync(Row(timer, claimed, until, completed: false), existing.ETag, cancellationToken);
        return result is CommitResult.Committed committed ? new TimerClaim(timer, claimed, until, committed.ETags[0]) : null;
    }

    /// <summary>Does nothing if the lease ran out and another copy took over.</summary>
    public Task CompleteAsync(TimerClaim claim, CancellationToken cancellationToken)
    {
        _completed[claim.Timer] = claim.Occurrence;
        return WriteAsync(Row(claim.Timer, claim.Occurrence, claim.LeaseUntil, completed: true), claim.ETag, cancellationToken);
    }

    /// <summary>Lets any copy run the occurrence again, but not before the time given: it failed here.</summary>
    public Task GiveBackAsync(TimerClaim claim, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        WriteAsync(Row(claim.Timer, claim.Occurrence, notBefore, completed: false), claim.ETag, cancellationToken);

    private static TableRow Row(string timer, DateTimeOffset occurrence, DateTimeOffset leaseUntil, bool completed) =>
        new(Partition, timer) { [Occurrence] = occurrence, [LeaseUntil] = leaseUntil, [Completed] = completed };

    private Task<CommitResult> WriteAsync(TableRow row, ETag? replaced, CancellationToken cancellationToken)
    {
        var change = replaced is { } etag ? new RowChange(RowChangeType.UpdateReplace, row, etag) : new RowChange(RowChangeType.Add, row);
        return tables.CommitAsync(StoreNames.Timers, [change], cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The last occurrence of {Timer} is noted for {Occurrence:u}, which is yet to come: the clock of some machine was ahead. It runs as if it had not been.")]
        public static partial void ClockWasAhead(ILogger logger, string timer, DateTimeOffset occurrence);
    }
}

/// <summary>The right to run one occurrence of a timer until its lease ends.</summary>
/// <param name="ETag">Of the row that says so.</param>
public sealed record TimerClaim(string Timer, DateTimeOffset Occurrence, DateTimeOffset LeaseUntil, ETag ETag);

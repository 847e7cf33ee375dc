using System.Collections.Concurrent;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// Group commit: what arrives for a partition while its previous commit is under way shares the next transaction. There is
/// no timer and no added wait; without load a batch is one response.
/// </summary>
/// <param name="onStrain">Told, at most once a minute and partition, that the store does not keep up; for the log.</param>
public sealed class AcceptResponses(
    ITableStore tables, SendPendingMessages messages, TimeProvider time, Action<LaneStrain>? onStrain = null) : IDisposable
{
    /// <summary>More than this many changes waiting means that the store is not keeping up: the next are told to come back.</summary>
    public const int MostWaiting = 4096;

    /// <summary>And so do more bytes than this, by the estimate of what they are in a transaction: memory stays bounded.</summary>
    public const long MostWaitingBytes = 64 * 1024 * 1024;

    /// <summary>A chain of responses that each replaced the one before may go on in another, of those that came in late.</summary>
    private const int MostFollowed = 4 * ResponseRow.MostReplaced;

    private readonly ConcurrentDictionary<ResponsesPartition, IntakeLane> _lanes = new();
    private readonly CommitBatch _commit = new(tables, time);
    private readonly CancellationTokenSource _stopping = new();
    private readonly AdmissionLimit _waiting = new(MostWaiting, MostWaitingBytes);

    /// <summary>Completes after the commit that holds the response, never before.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot say whether the response is in. Sending it again is safe.</exception>
    /// <exception cref="InvalidDataException">
    /// The row that it replaces is damaged: what it added to the tally cannot be taken out, or what it names is not there.
    /// </exception>
    /// <exception cref="FormatException">The same of its answers.</exception>
    public Task<IntakeOutcome> AcceptAsync(Submission submission) =>
        submission.Replaces is { } replaces
            ? ReplaceAsync(submission, replaces)
            : CommitAsync(submission.Partition, new QueuedSubmission(submission, time.GetTimestamp()));

    /// <summary>
    /// <see cref="IntakeOutcome.Withdrawn"/> or <see cref="IntakeOutcome.Busy"/>. Completes after the commit that took the answers
    /// out of the store and of what is counted, never before. An id never seen is withdrawn all the same: no answers can come
    /// in under it any more. Of a response that was replaced it is the one that stands in its place.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot say whether it is withdrawn. Asking again is safe.</exception>
    /// <exception cref="InvalidDataException">The stored row is damaged: what it added to the tally cannot be taken out.</exception>
    /// <exception cref="FormatException">The same of its answers.</exception>
    public async Task<IntakeOutcome> WithdrawAsync(Withdrawal withdrawal)
    {
        var since = time.GetTimestamp();
        return (await CommitOfLastAsync(withdrawal.Partition, withdrawal.Id, last => new QueuedWithdrawal(withdrawal, last, since)))!.Value;
    }

    /// <summary>
    /// Takes a submission in while its wave is open, else finds it: the same for programs, forms and batches. Runs up to the place in
    /// the queue of its partition before it first waits: of two under one id the one that is handed over first is the one that stands.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot say whether the response is in. Sending it again is safe.</exception>
    public async Task<IntakeOutcome> AcceptOrFindAsync(Wave wave, Submission submission, CancellationToken cancellationToken)
    {
        if (wave.AcceptanceAt(time.GetUtcNow()) == WaveAcceptance.Open)
            return await AcceptAsync(submission);
        // The reply to the first try may have been lost, and the wave closed since.
        return await FindStoredAsync(submission, cancellationToken) ?? IntakeOutcome.NotOpen;
    }

    /// <summary>Withdraws while the wave is open, else tells whether that was done before: the same for programs and for people.</summary>
    /// <returns>Withdrawn, busy, or not open.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot say whether it is withdrawn. Asking again is safe.</exception>
    public async Task<IntakeOutcome> WithdrawOrFindAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        if (withdrawal.Wave.AcceptanceAt(time.GetUtcNow()) == WaveAcceptance.Open)
            return await WithdrawAsync(withdrawal);
        return await IsWithdrawnAsync(withdrawal, cancellationToken) ? IntakeOutcome.Withdrawn : IntakeOutcome.NotOpen;
    }

    /// <summary>What a retry after the close is told: replayed, withdrawn, replaced, or null if exactly this content is not stored.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot say.</exception>
    public async Task<IntakeOutcome?> FindStoredAsync(Submission submission, CancellationToken cancellationToken) =>
        ResponseRow.OutcomeOf(submission, await ReadAsync(submission.Partition, submission.Id, cancellationToken)) switch
        {
            IntakeOutcome.Conflict => null,
            var outcome => outcome,
        };

    /// <summary>
    /// Whether the response, or the one that stands in its place, was withdrawn before: what a repeated withdrawal is told after the wave
    /// has closed.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot say.</exception>
    public async Task<bool> IsWithdrawnAsync(Withdrawal withdrawal, CancellationToken cancellationToken) =>
        await FindStandingAsync(withdrawal.Partition, withdrawal.Id, cancellationToken) is { } row && ResponseRow.IsWithdrawn(row);

    /// <summary>The row of the response, or of the one that stands in its place; null: there never was one.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot say.</exception>
    public async Task<TableRow?> FindStandingAsync(ResponsesPartition partition, ResponseId id, CancellationToken cancellationToken) =>
        (await FindLastAsync(partition, id, cancellationToken)).Row;

    /// <summary>Whether there is a response of this id, withdrawn or not.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot say.</exception>
    public async Task<bool> IsTakenAsync(ResponsesPartition partition, ResponseId id, CancellationToken cancellationToken) =>
        await ReadAsync(partition, id, cancellationToken) is not null;

    /// <summary>Whether there is a response of this id and school that was not withdrawn.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot say.</exception>
    public async Task<bool> IsStoredAsync(
        ResponsesPartition partition, SchoolId school, ResponseId id, CancellationToken cancellationToken) =>
        await ReadAsync(partition, id, cancellationToken) is { } row && !ResponseRow.IsWithdrawn(row) && ResponseRow.IsOf(school, row);

    /// <summary>Waits for the commits and messages under way; call after the server has finished its requests.</summary>
    public async Task DrainAsync()
    {
        await Task.WhenAll(_lanes.Values.Select(lane => lane.DrainAsync()));
        await messages.DrainAsync();
    }

    /// <summary>Gives up what still waits for the store.</summary>
    public void Dispose()
    {
        // An engine and the container that it is in both do.
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task<IntakeOutcome> ReplaceAsync(Submission submission, ResponseId replaces)
    {
        var (partition, since) = (submission.Partition, time.GetTimestamp());
        var outcome = await CommitOfLastAsync(partition, replaces, last =>
            last == submission.Id ? null : new QueuedReplacement(submission, last, since));
        // It stands in that place already: the same sent at once was quicker.
        outcome ??= ResponseRow.OutcomeOf(submission, await ReadAsync(partition, submission.Id, CancellationToken.None))
            ?? throw new InvalidDataException($"A tombstone of {partition} names a response that is not there.");
        // If it was itself taken out before it came in, what it was to replace is taken out all the same, unless that stands in its place.
        if (outcome is IntakeOutcome.Replaced or IntakeOutcome.Withdrawn
            && await ReadAsync(partition, submission.Id, CancellationToken.None) is { } own && ResponseRow.SchoolOfTombstone(own) is null)
        {
            var end = (await FindLastAsync(partition, submission.Id, CancellationToken.None)).Id;
            if (await CommitOfLastAsync(partition, replaces, last =>
                last == submission.Id || last == end ? null : new QueuedRemoval(submission, last, since)) is IntakeOutcome.Busy)
            {
                return IntakeOutcome.Busy;
            }
        }
        return outcome.Value;
    }

    /// <summary>
    /// The change of a response or, if it was replaced, of the one that stands in its place: in a batch of its own, as that one's row may
    /// be in this one and a transaction names a row once. It comes to an end: from the second round on another replacement was quicker,
    /// and no change is tried after its patience.
    /// </summary>
    /// <param name="changeOf">Null: there is nothing to change.</param>
    /// <returns>Null: there was nothing to change.</returns>
    private async Task<IntakeOutcome?> CommitOfLastAsync(
        ResponsesPartition partition, ResponseId id, Func<ResponseId, QueuedTombstone?> changeOf)
    {
        while (changeOf(id) is { } change)
        {
            var outcome = await CommitAsync(partition, change);
            if (change.ReplacedBy is not { } next)
                return outcome;
            id = (await FindLastAsync(partition, next, CancellationToken.None)).Id;
        }
        return null;
    }

    /// <summary>The response, or the one that stands in its place, and its row; null: there is none.</summary>
    /// <exception cref="InvalidDataException">There is no last one.</exception>
    private async Task<(ResponseId Id, TableRow? Row)> FindLastAsync(
        ResponsesPartition partition, ResponseId id, CancellationToken cancellationToken)
    {
        for (var replaced = 0; replaced <= MostFollowed; replaced++)
        {
            var row = await ReadAsync(partition, id, cancellationToken);
            if (row is null || ResponseRow.ReplacedByOf(row) is not { } next)
                return (id, row);
            id = next;
        }
        throw new InvalidDataException($"A response of {partition} was replaced more than {MostFollowed} times: its rows are damaged.");
    }

    private async Task<IntakeOutcome> CommitAsync(ResponsesPartition partition, QueuedChange change)
    {
        var lane = _lanes.GetOrAdd(
            partition,
            static (partition, self) =>
                new IntakeLane(partition, self._commit, self.messages, self.time, self.onStrain, self._stopping.Token),
            (_commit, messages, time, onStrain, _stopping));
        if (!_waiting.TryEnter(change.WireBytes))
        {
            lane.TurnAway();
            return IntakeOutcome.Busy;
        }
        try
        {
            return await lane.CommitAsync(change);
        }
        finally
        {
            _waiting.Leave(change.WireBytes);
        }
    }

    private Task<TableRow?> ReadAsync(ResponsesPartition partition, ResponseId id, CancellationToken cancellationToken) =>
        tables.GetAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Response(id), cancellationToken);
}

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// Brings the responses and withdrawals of one batch into the store, each exactly once, whatever the store or the network do: a
/// commit whose outcome is not known is settled by reading, a conflict by comparing every row.
/// </summary>
internal sealed class CommitBatch(ITableStore tables, TimeProvider time)
{
    /// <summary>An attempt is given up after this, and what became of it is settled by reading.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);

    /// <summary>No attempt begins for a change that has waited longer: its client is told to send it again.</summary>
    public static readonly TimeSpan Patience = ChangeWaveState.LongestAcceptance - LongestAttempt;

    /// <summary>Each attempt has the store client's own retries below it; past this the client is told to come back.</summary>
    private const int MostAttempts = 4;

    /// <summary>Answers every change of the batch, or throws; then those not yet answered are the caller's to answer.</summary>
    public async Task CommitAsync(
        ResponsesPartition partition, IReadOnlyList<QueuedChange> batch, CancellationToken cancellationToken)
    {
        var remaining = batch;
        StoreUnavailableException? lastFailure = null;
        for (var attempt = 1; attempt <= MostAttempts && remaining.Count > 0; attempt++)
        {
            // The reads first: between the last look at the time and the begin of the commit nothing is awaited.
            remaining = FailLate(await ReadNeededAsync(partition, FailLate(remaining), cancellationToken));
            if (remaining.Count == 0)
                return;
            var batchId = Guid.NewGuid().ToString("N");
            CommitResult? result = null;
            try
            {
                var actions = Actions(partition, batchId, remaining);
                result = await InTimeAsync(token => tables.CommitAsync(StoreNames.Responses, actions, token), cancellationToken);
            }
            catch (StoreUnavailableException failure)
            {
                lastFailure = failure;
            }

            switch (result)
            {
                case CommitResult.Committed:
                    ReplyCommitted(remaining);
                    return;

                case CommitResult.Refused { Refusal: CommitRefusal.Invalid } refused:
                    // The batch gets smaller every time, so this comes to an end without being counted.
                    remaining = await RefuseAsync(partition, remaining, refused.Index, cancellationToken);
                    attempt--;
                    break;

                case CommitResult.Refused:
                    var rows = await Task.WhenAll(remaining.Select(change => ReadRowsAsync(partition, change, cancellationToken)));
                    if (rows.Any(read => WrittenBy(read.Row, batchId)))
                    {
                        ReplyCommitted(remaining);
                        return;
                    }
                    // Each whose own rows settle it is answered; the others are tried again.
                    remaining = [.. remaining.Where((change, i) => !change.TryReply(rows[i].Row, rows[i].Replaced))];
                    break;

                case null:
                    // Nobody knows whether it is in. A transaction is all or nothing, so one row tells for all; and if it
                    // lands later all the same, the next attempt meets its rows.
                    var row = await ReadRowAsync(partition, remaining[0].Id, cancellationToken);
                    if (WrittenBy(row, batchId))
                    {
                        ReplyCommitted(remaining);
                        return;
                    }
                    break;
            }
        }
        if (remaining.Count > 0)
        {
            throw lastFailure
                ?? new StoreUnavailableException($"Partition {partition} kept changing while a batch was committed. Send it again.");
        }
    }

    /// <exception cref="StoreUnavailableException">It took longer than <see cref="LongestAttempt"/>, or failed.</exception>
    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestAttempt, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store did not answer within {LongestAttempt.TotalSeconds} seconds.", late);
        }
    }

    /// <summary>Tells those that have waited too long to come back, and returns the others.</summary>
    private List<QueuedChange> FailLate(IReadOnlyList<QueuedChange> batch)
    {
        var inTime = new List<QueuedChange>(batch.Count);
        foreach (var change in batch)
        {
            if (time.GetElapsedTime(change.Since) <= Patience)
                inTime.Add(change);
            else
                change.Fail(new StoreUnavailableException($"The store took no answer within {Patience.TotalSeconds} seconds. Send it again."));
        }
        return inTime;
    }

    /// <summary>
    /// Reads the rows that must be known before a commit, and returns the changes they did not answer. A read that fails is the
    /// answer to its own change; the rest of the batch goes on.
    /// </summary>
    private async Task<List<QueuedChange>> ReadNeededAsync(
        ResponsesPartition partition, List<QueuedChange> batch, CancellationToken cancellationToken)
    {
        if (!batch.Exists(change => change.NeedsRow))
            return batch;
        var isUnanswered = await Task.WhenAll(batch.Select(async change =>
        {
            if (!change.NeedsRow)
                return true;
            try
            {
                var (row, replaced) = await InTimeAsync(token => ReadRowsAsync(partition, change, token), cancellationToken);
                return !change.TryReply(row, replaced);
            }
            catch (StoreUnavailableException failure)
            {
                change.Fail(failure);
                return false;
            }
        }));
        return [.. batch.Where((_, i) => isUnanswered[i])];
    }

    private List<RowChange> Actions(ResponsesPartition partition, string batchId, IReadOnlyList<QueuedChange> batch)
    {
        var now = time.GetUtcNow();
        var actions = new List<RowChange>(batch.Count + 1);
        var entries = new List<SheetEntry>(batch.Count);
        foreach (var change in batch)
            change.AddTo(actions, entries, batchId, now);
        // Tombstones of ids never seen change no tally.
        if (entries.Count > 0)
            actions.Add(new(RowChangeType.Add, BatchRow.Of(partition, batchId, batch[0].LayoutHash, entries, now)));
        return actions;
    }

    private static void ReplyCommitted(IReadOnlyList<QueuedChange> batch)
    {
        foreach (var change in batch)
            change.ReplyCommitted();
    }

    private static bool WrittenBy(TableRow? row, string batchId) => row?.GetString(ResponseRow.Batch) == batchId;

    /// <summary>
    /// The replaced one first: its tombstone may name the change's own response, which then is there when it is read.
    /// </summary>
    private async Task<(TableRow? Row, TableRow? Replaced)> ReadRowsAsync(
        ResponsesPartition partition, QueuedChange change, CancellationToken cancellationToken)
    {
        var replaced = change.Replaces is { } id ? await ReadRowAsync(partition, id, cancellationToken) : null;
        return (await ReadRowAsync(partition, change.Id, cancellationToken), replaced);
    }

    private Task<TableRow?> ReadRowAsync(ResponsesPartition partition, ResponseId id, CancellationToken cancellationToken) =>
        tables.GetAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Response(id), cancellationToken);

    /// <summary>Answers the change with the row that the store will never take, alone, and returns the others.</summary>
    private async Task<IReadOnlyList<QueuedChange>> RefuseAsync(
        ResponsesPartition partition, IReadOnlyList<QueuedChange> batch, int index, CancellationToken cancellationToken)
    {
        if (ChangeAt(batch, index) is { } refused)
        {
            refused.Reply(IntakeOutcome.Refused);
            return [.. batch.Where(change => change != refused)];
        }
        // The store did not say which: each stands for itself.
        foreach (var change in batch)
            await CommitAsync(partition, [change], cancellationToken);
        return [];
    }

    /// <summary>The change that an action is of; null: it is the batch's own row, or the store did not say which.</summary>
    private static QueuedChange? ChangeAt(IReadOnlyList<QueuedChange> batch, int index)
    {
        if (batch.Count == 1)
            return batch[0];
        foreach (var change in batch)
        {
            if (index >= 0 && index < change.Rows)
                return change;
            index -= change.Rows;
        }
        return null;
    }
}

using SurveyStore.Keys;

namespace SurveyStore.Intake;

/// <summary>The responses and withdrawals of one partition, committed one batch after the other.</summary>
internal sealed class IntakeLane(
    ResponsesPartition partition, CommitBatch commit, AnnouncePending announce, TimeProvider time, CancellationToken stopping)
{
    /// <summary>With the batch's own row a transaction has at most 100.</summary>
    private const int MostChanges = 99;

    /// <summary>Of the store's 4 MiB; the estimate of each change errs upward.</summary>
    private const int MostBytes = 3 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<WaitingChange> _waiting = new();
    private bool _committing;
    private volatile Task _committingAll = Task.CompletedTask;

    public Task<IntakeOutcome> AcceptAsync(Submission submission) => CommitAsync(new WaitingSubmission(submission, time.GetTimestamp()));

    public Task<IntakeOutcome> WithdrawAsync(Withdrawal withdrawal) => CommitAsync(new WaitingWithdrawal(withdrawal, time.GetTimestamp()));

    /// <summary>Completes when everything accepted so far is committed, or given up, and announced.</summary>
    public Task DrainAsync() => _committingAll;

    private Task<IntakeOutcome> CommitAsync(WaitingChange waiting)
    {
        bool atRest;
        lock (_gate)
        {
            _waiting.AddLast(waiting);
            atRest = !_committing;
            _committing = true;
        }
        if (atRest)
            _committingAll = CommitAllAsync();
        return waiting.Outcome;
    }

    private async Task CommitAllAsync()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                await commit.CommitAsync(partition, batch, stopping);
            }
#pragma warning disable CA1031 // Whatever went wrong is the answer to these requests; the lane goes on with the next.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var waiting in batch)
                    waiting.Fail(failure);
            }
            // Also after a failure, which may have been written, and after a replay of one: a fold of nothing is cheap.
            announce.Committed(partition);
        }
    }

    /// <summary>Null, and the lane at rest, if nothing waits.</summary>
    private List<WaitingChange>? TakeBatch()
    {
        lock (_gate)
        {
            if (_waiting.First is null)
            {
                _committing = false;
                return null;
            }
            var batch = new List<WaitingChange>(Math.Min(_waiting.Count, MostChanges));
            var ids = new HashSet<Surveys.Ids.ResponseId>();
            var bytes = 0;
            for (var node = _waiting.First; node is not null && batch.Count < MostChanges;)
            {
                var next = node.Next;
                var waiting = node.Value;
                if (batch.Count > 0 && bytes + waiting.WireBytes > MostBytes)
                    break;
                // The same id twice at once: a transaction names a row once, so the second waits and meets the first's row.
                if (ids.Add(waiting.Id))
                {
                    bytes += waiting.WireBytes;
                    batch.Add(waiting);
                    _waiting.Remove(node);
                }
                node = next;
            }
            return batch;
        }
    }
}

using SurveyStore.Keys;

namespace SurveyStore.Intake;

/// <summary>The responses of one partition, committed one batch after the other.</summary>
internal sealed class IntakeLane(
    ResponsesPartition partition, CommitBatch commit, AnnouncePending announce, TimeProvider time, CancellationToken stopping)
{
    /// <summary>With the batch's own row a transaction has at most 100.</summary>
    private const int MostResponses = 99;

    /// <summary>Of the store's 4 MiB; the estimate of each response errs upward.</summary>
    private const int MostBytes = 3 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<WaitingSubmission> _waiting = new();
    private bool _committing;
    private volatile Task _committingAll = Task.CompletedTask;

    public Task<IntakeOutcome> AcceptAsync(Submission submission)
    {
        var waiting = new WaitingSubmission(submission, time.GetTimestamp());
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

    /// <summary>Completes when everything accepted so far is committed, or given up, and announced.</summary>
    public Task DrainAsync() => _committingAll;

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
    private List<WaitingSubmission>? TakeBatch()
    {
        lock (_gate)
        {
            if (_waiting.First is null)
            {
                _committing = false;
                return null;
            }
            var batch = new List<WaitingSubmission>(Math.Min(_waiting.Count, MostResponses));
            var ids = new HashSet<Surveys.Ids.ResponseId>();
            var bytes = 0;
            for (var node = _waiting.First; node is not null && batch.Count < MostResponses;)
            {
                var next = node.Next;
                var submission = node.Value.Submission;
                if (batch.Count > 0 && bytes + submission.WireBytes > MostBytes)
                    break;
                // The same id twice at once: a transaction names a row once, so the second waits and meets the first's row.
                if (ids.Add(submission.Id))
                {
                    bytes += submission.WireBytes;
                    batch.Add(node.Value);
                    _waiting.Remove(node);
                }
                node = next;
            }
            return batch;
        }
    }
}

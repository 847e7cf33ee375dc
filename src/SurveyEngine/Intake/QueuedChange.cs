using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// A change of one response's row on its way into the store, and the promise to its client: a <see cref="QueuedSubmission"/> or a
/// <see cref="QueuedWithdrawal"/>.
/// </summary>
/// <param name="since">When it was handed over, on the local monotonic clock; its wave's state was no older than the cache lets it be.</param>
internal abstract class QueuedChange(long since)
{
    // Clients continue on their own threads, not inside the lane's commit loop.
    private readonly TaskCompletionSource<IntakeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Since { get; } = since;

    public Task<IntakeOutcome> Outcome => _outcome.Task;

    public abstract ResponseId Id { get; }

    /// <summary>Of the wave's survey: one for all changes of a partition.</summary>
    public abstract string LayoutHash { get; }

    /// <summary>
    /// At most so many bytes in the body of a transaction. Only an estimate that errs upward: it decides how many changes
    /// share a commit.
    /// </summary>
    public abstract int WireBytes { get; }

    /// <summary>The row as it stands has to be known before an action can be made.</summary>
    public abstract bool NeedsRow { get; }

    /// <summary>What the tally gains or loses; null: nothing.</summary>
    public abstract SheetEntry? Entry { get; }

    /// <summary>Takes note of the row as it stands, null if there is none. True: that answered the client, nothing is to be done.</summary>
    public abstract bool TryReply(TableRow? row);

    public abstract RowChange ToAction(string batchId, DateTimeOffset now);

    /// <summary>The transaction with its action is in the store.</summary>
    public abstract void ReplyCommitted();

    public void Reply(IntakeOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>Does nothing for a change that was answered already.</summary>
    public void Fail(Exception failure) => _outcome.TrySetException(failure);
}

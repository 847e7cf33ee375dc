using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// A change of one response's row on its way into the store, or of two, and the promise to its client: a
/// <see cref="QueuedSubmission"/>, <see cref="QueuedReplacement"/>, <see cref="QueuedRemoval"/> or <see cref="QueuedWithdrawal"/>.
/// </summary>
/// <param name="since">When it was handed over, on the local monotonic clock; its wave's state was no older than the cache lets it be.</param>
internal abstract class QueuedChange(long since)
{
    // Clients continue on their own threads, not inside the lane's commit loop.
    private readonly TaskCompletionSource<IntakeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Since { get; } = since;

    public Task<IntakeOutcome> Outcome => _outcome.Task;

    public abstract ResponseId Id { get; }

    /// <summary>The response whose row becomes a tombstone in the same transaction; null: the change is of its own row alone.</summary>
    public virtual ResponseId? Replaces => null;

    /// <summary>How many rows it changes: so many actions of a transaction.</summary>
    public int Rows => Replaces is null ? 1 : 2;

    /// <summary>Of the wave's survey: one for all changes of a partition.</summary>
    public abstract string LayoutHash { get; }

    /// <summary>
    /// At most so many bytes in the body of a transaction. Only an estimate that errs upward: it decides how many changes
    /// share a commit.
    /// </summary>
    public abstract int WireBytes { get; }

    /// <summary>The rows as they stand have to be known before an action can be made.</summary>
    public abstract bool NeedsRow { get; }

    /// <summary>Takes note of the rows as they stand. True: that answered the client, nothing is to be done.</summary>
    /// <param name="row">Null: there is none.</param>
    /// <param name="replaced">Of <see cref="Replaces"/>; null: there is none.</param>
    public abstract bool TryReply(TableRow? row, TableRow? replaced);

    /// <param name="actions">Gets an action for each of its <see cref="Rows"/>.</param>
    /// <param name="entries">Gets what the tally gains and loses.</param>
    public abstract void AddTo(List<RowChange> actions, List<SheetEntry> entries, string batchId, DateTimeOffset now);

    /// <summary>The transaction with its action is in the store.</summary>
    public abstract void ReplyCommitted();

    public void Reply(IntakeOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>Does nothing for a change that was answered already.</summary>
    public void Fail(Exception failure) => _outcome.TrySetException(failure);
}

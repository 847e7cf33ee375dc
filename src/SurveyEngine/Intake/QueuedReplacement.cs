using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// A response that is to be stored in the place of an earlier one: both rows in one transaction, so that one of the two is counted at
/// every instant.
/// </summary>
/// <param name="replaces">What the submission replaces, or the response that stands in its place.</param>
internal sealed class QueuedReplacement(Submission submission, ResponseId replaces, long since)
    : QueuedTombstone(submission.Partition, replaces, submission.Survey, since)
{
    public override ResponseId Id => submission.Id;

    public override ResponseId? Replaces => TakenOut;

    public override string LayoutHash => submission.LayoutHash;

    public override int WireBytes => submission.WireBytes + TombstoneBytes;

    public override bool TryReply(TableRow? row, TableRow? replaced)
    {
        // Its own row first: a retry is told what the first try was.
        var outcome = ResponseRow.OutcomeOf(submission, row);
        if (outcome is null && replaced is not null && !ResponseRow.IsWithdrawn(replaced) && !ResponseRow.MayBeReplacedBy(submission, replaced))
            outcome = IntakeOutcome.NotReplaceable;
        if (outcome is not { } known)
            return TryReplyOf(replaced);
        Reply(known);
        return true;
    }

    public override void AddTo(List<RowChange> actions, List<SheetEntry> entries, string batchId, DateTimeOffset now)
    {
        actions.Add(new(RowChangeType.Add, ResponseRow.Of(submission, batchId, now, 1 + (Row is null ? 0 : ResponseRow.ReplacedOf(Row)))));
        entries.Add(submission.Entry);
        AddTombstone(actions, entries, batchId, submission.Id);
    }

    public override void ReplyCommitted() => Reply(IntakeOutcome.Accepted);
}

/// <summary>
/// What a response was to replace, when that response was itself withdrawn or replaced before it came in: a tombstone that leads to it.
/// </summary>
/// <param name="id">What the submission was to replace, or the response that stands in its place.</param>
internal sealed class QueuedRemoval(Submission submission, ResponseId id, long since)
    : QueuedTombstone(submission.Partition, id, submission.Survey, since)
{
    public override ResponseId Id => TakenOut;

    public override string LayoutHash => submission.LayoutHash;

    public override int WireBytes => TombstoneBytes;

    public override bool TryReply(TableRow? row, TableRow? replaced)
    {
        if (row is null || ResponseRow.IsWithdrawn(row) || ResponseRow.MayBeReplacedBy(submission, row))
            return TryReplyOf(row);
        Reply(IntakeOutcome.NotReplaceable);
        return true;
    }

    public override void AddTo(List<RowChange> actions, List<SheetEntry> entries, string batchId, DateTimeOffset now) =>
        AddTombstone(actions, entries, batchId, submission.Id);

    public override void ReplyCommitted() => Reply(IntakeOutcome.Replaced);
}

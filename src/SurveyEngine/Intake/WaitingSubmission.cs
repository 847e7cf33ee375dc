using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>A response that is to be stored.</summary>
internal sealed class WaitingSubmission(Submission submission, long since) : WaitingChange(since)
{
    public override ResponseId Id => submission.Id;

    public override string LayoutHash => submission.LayoutHash;

    public override int WireBytes => submission.WireBytes;

    /// <summary>An insert says by itself that the row is there already.</summary>
    public override bool NeedsRow => false;

    public override SheetEntry Entry => submission.Entry;

    public override bool Settle(TableRow? row)
    {
        if (ResponseRow.OutcomeOf(submission, row) is not { } outcome)
            return false;
        Answer(outcome);
        return true;
    }

    public override RowChange ToAction(ResponsesPartition partition, string batchId, DateTimeOffset now) =>
        new(RowChangeType.Add, ResponseRow.Of(submission, batchId, now));

    public override void AnswerCommitted() => Answer(IntakeOutcome.Accepted);
}

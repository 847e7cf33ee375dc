using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>A valid response on its way into the store: everything that was wrong with it was answered before.</summary>
public sealed class Submission
{
    public Submission(Wave wave, PinnedSchool school, ResponseId id, int language, Channel channel, AnswerSheet sheet)
    {
        Partition = wave.PartitionOf(school);
        School = school.Id;
        Id = id;
        Language = wave.Survey.Languages[language];
        Channel = channel;
        AnswersJson = AnswerJson.Write(sheet);
        ContentHash = Surveys.Answers.ContentHash.Of(school.Id, AnswersJson);
        Survey = wave.Survey;
        LayoutHash = wave.Layout.Hash;
        Entry = new SheetEntry { School = school.Id, Language = language, Channel = channel, Codes = sheet.Codes };
    }

    public Keys.ResponsesPartition Partition { get; }

    public SchoolId School { get; }

    public ResponseId Id { get; }

    /// <summary>The response of the same person in whose place this one is to stand; null: it is a response of its own.</summary>
    /// <exception cref="ArgumentException">It is the response itself.</exception>
    public ResponseId? Replaces
    {
        get;
        init => field = value != Id ? value : throw new ArgumentException("A response cannot replace itself.", nameof(value));
    }

    public string Language { get; }

    public Channel Channel { get; }

    /// <summary>Readable, as it is stored; what a recount reads.</summary>
    public string AnswersJson { get; }

    /// <summary>Of school and answers: tells a replay from another response under the same id.</summary>
    public string ContentHash { get; }

    public SurveyVersion Survey { get; }

    public string LayoutHash { get; }

    /// <summary>What the tally needs of it.</summary>
    public SheetEntry Entry { get; }

    /// <summary>
    /// At most so many bytes in the body of a transaction: every character escaped, keys and types around it. Only an
    /// estimate that errs upward: it decides how many responses share a commit.
    /// </summary>
    public int WireBytes => (AnswersJson.Length * 6) + 2048;
}

/// <summary>A response that is to be stored.</summary>
internal sealed class QueuedSubmission(Submission submission, long since) : QueuedChange(since)
{
    public override ResponseId Id => submission.Id;

    public override string LayoutHash => submission.LayoutHash;

    public override int WireBytes => submission.WireBytes;

    /// <summary>An insert says by itself that the row is there already.</summary>
    public override bool NeedsRow => false;

    public override bool TryReply(TableRow? row, TableRow? replaced)
    {
        if (ResponseRow.OutcomeOf(submission, row) is not { } outcome)
            return false;
        Reply(outcome);
        return true;
    }

    public override void AddTo(List<RowChange> actions, List<SheetEntry> entries, string batchId, DateTimeOffset now)
    {
        actions.Add(new(RowChangeType.Add, ResponseRow.Of(submission, batchId, now)));
        entries.Add(submission.Entry);
    }

    public override void ReplyCommitted() => Reply(IntakeOutcome.Accepted);
}

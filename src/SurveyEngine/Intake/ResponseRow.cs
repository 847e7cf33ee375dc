using System.Text;

using SurveyEngine.Keys;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// The row of one response, or the tombstone that stands in its place once it was withdrawn or replaced: no answers, language,
/// channel or time; only the school whose tally it was taken out of, which is missing if there never was a response, and by which it
/// was replaced.
/// </summary>
public static class ResponseRow
{
    public const string School = "School";
    public const string Language = "Language";
    public const string Channel = "Channel";

    /// <summary>Cut to the hour: nothing stored by us tells when exactly somebody answered.</summary>
    public const string Received = "Received";
    public const string Answers = "Answers";
    public const string ContentHash = "ContentHash";
    public const string Batch = "Batch";

    /// <summary>True in a tombstone, else missing.</summary>
    public const string Withdrawn = "Withdrawn";

    /// <summary>In the tombstone of a response that was replaced: the id of the one that was stored with it, else missing.</summary>
    public const string ReplacedBy = "ReplacedBy";

    /// <summary>In a response that replaced others: how many, one after the other, else missing.</summary>
    public const string Replaced = "Replaced";

    /// <summary>Nobody corrects themselves so often; who goes on does not make others' requests follow a chain without end.</summary>
    public const int MostReplaced = 50;

    /// <param name="replaced">How many earlier ones it stands in the place of.</param>
    public static TableRow Of(Submission submission, string batchId, DateTimeOffset now, int replaced = 0) =>
        new(submission.Partition.Key, ResponsesKeys.Response(submission.Id))
        {
            [School] = submission.School.Value,
            [Language] = submission.Language,
            [Channel] = ChannelName.Of(submission.Channel),
            [Received] = HourOf(now),
            [Answers] = submission.AnswersJson,
            [ContentHash] = submission.ContentHash,
            [Replaced] = replaced == 0 ? null : replaced,
            [Batch] = batchId,
        };

    /// <param name="row">The response that is taken out; null: there was none, it must only never come in.</param>
    /// <param name="by">The response that stands in its place; null: none does.</param>
    public static TableRow Tombstone(ResponsesPartition partition, ResponseId id, string batchId, TableRow? row, ResponseId? by) =>
        new(partition.Key, ResponsesKeys.Response(id))
        {
            [School] = row?.GetString(School),
            [Batch] = batchId,
            [Withdrawn] = true,
            [ReplacedBy] = by?.ToString(),
        };

    /// <summary>As much of a time as is stored.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset now) => new(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);

    public static bool IsWithdrawn(TableRow row) => row.GetBoolean(Withdrawn) == true;

    /// <summary>The response that stands in the place of this one; null: none does.</summary>
    public static ResponseId? ReplacedByOf(TableRow row) => ResponseId.TryParse(row.GetString(ReplacedBy), out var id) ? id : null;

    public static bool IsOf(SchoolId school, TableRow row) => row.GetString(School) == school.Value;

    /// <summary>How many earlier responses this one stands in the place of.</summary>
    public static int ReplacedOf(TableRow row) => row.GetInt32(Replaced) ?? 0;

    /// <summary>
    /// Whether a submission may stand in the place of this response: at a kiosk the form that somebody left is not the next person's.
    /// </summary>
    public static bool MayBeReplacedBy(Submission submission, TableRow row) =>
        IsOf(submission.School, row)
        && ReplacedOf(row) < MostReplaced
        && submission.Channel != Surveys.Answers.Channel.Kiosk
        && row.GetString(Channel) != ChannelName.Of(Surveys.Answers.Channel.Kiosk);

    /// <summary>The school that a withdrawn response was counted for; null: there was no response.</summary>
    public static SchoolId? SchoolOfTombstone(TableRow row) =>
        SchoolId.TryParse(row.GetString(School), out var school) ? school : null;

    /// <summary>What the row under a submission's id says to it; null: there is none, so it is to be stored.</summary>
    public static IntakeOutcome? OutcomeOf(Submission submission, TableRow? row)
    {
        if (row is null)
            return null;
        if (IsWithdrawn(row))
            return ReplacedByOf(row) is null ? IntakeOutcome.Withdrawn : IntakeOutcome.Replaced;
        return row.GetString(ContentHash) == submission.ContentHash ? IntakeOutcome.Replayed : IntakeOutcome.Conflict;
    }

    /// <summary>The entry that a recount adds.</summary>
    /// <exception cref="InvalidDataException">The row does not fit the survey of its wave.</exception>
    public static SheetEntry ReadEntry(TableRow row, SurveyVersion survey)
    {
        var language = survey.IndexOfLanguage(row.GetString(Language));
        if (language < 0
            || !SchoolId.TryParse(row.GetString(School), out var school)
            || !ChannelName.TryParse(row.GetString(Channel), out var channel)
            || row.GetString(Answers) is not { } answers)
        {
            throw new InvalidDataException($"A response row of {row.PartitionKey} lacks its school, language, channel or answers.");
        }
        return new SheetEntry { School = school, Language = language, Channel = channel, Codes = AnswerJson.ReadCodes(survey, Encoding.UTF8.GetBytes(answers)) };
    }
}

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Tallies;

using SurveyStore.Keys;
using SurveyStore.Tables;

namespace SurveyStore.Intake;

/// <summary>The row of one response, and the row of a batch of them.</summary>
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

    /// <summary>True on a tombstone, which has no answers.</summary>
    public const string Withdrawn = "Withdrawn";

    public static bool IsWithdrawn(TableEntity row) => row.GetBoolean(Withdrawn) == true;

    public static TableEntity Of(Submission submission, string batchId, DateTimeOffset now) =>
        new(submission.Partition.Key, ResponsesKeys.Response(submission.Id))
        {
            [School] = submission.School.Value,
            [Language] = submission.Language,
            [Channel] = ChannelName.Of(submission.Channel),
            [Received] = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero),
            [Answers] = submission.AnswersJson,
            [ContentHash] = submission.ContentHash,
            [Batch] = batchId,
        };

    /// <summary>The entry that a recount adds.</summary>
    /// <exception cref="InvalidDataException">The row does not fit the survey of its wave.</exception>
    public static SheetEntry ReadEntry(TableEntity row, SurveyVersion survey)
    {
        var language = survey.IndexOfLanguage(row.GetString(Language));
        if (language < 0
            || !SchoolId.TryParse(row.GetString(School), out var school)
            || !ChannelName.TryParse(row.GetString(Channel), out var channel)
            || row.GetString(Answers) is not { } answers)
        {
            throw new InvalidDataException($"A response row of {row.PartitionKey} lacks its school, language, channel or answers.");
        }
        return new SheetEntry { School = school, Language = language, Channel = channel, Codes = AnswerJson.Read(survey, answers).Codes };
    }
}

using System.Text.Json;

using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

namespace SurveyFunctions.Intake;

/// <summary>
/// A submission, or everything that is wrong with it. That its wave takes no answers does not make a submission invalid: it may be
/// a retry of one that is stored.
/// </summary>
/// <param name="Id">Of the response; null: it could not be read.</param>
/// <param name="Submission">The whole.</param>
public sealed record SubmissionReading(ResponseId? Id, Reading<Submission, SubmissionError> Submission);

/// <summary>
/// Reads the JSON of one response: <c>{"id","replaces","school","language","channel","answers"}</c>; <c>replaces</c> and <c>channel</c>
/// may be left out. Everything wrong is collected; nothing is stored unless all of it is right.
/// </summary>
public static class SubmissionReader
{
    /// <summary>Who sends a thousand wrong members learns nothing from the thousandth.</summary>
    public const int MostErrors = 100;

    private static readonly string[] Members = ["id", "replaces", "school", "language", "channel", "answers"];

    /// <param name="wave">What it is held against.</param>
    /// <param name="json">One JSON value in valid UTF-8; one that is no object is invalid as a whole.</param>
    /// <param name="findSchool">Null: the school does not take part in the wave.</param>
    public static async Task<SubmissionReading> ReadAsync(
        Wave wave, ReadOnlyMemory<byte> json, Func<SchoolId, Task<PinnedSchool?>> findSchool)
    {
        var errors = new List<SubmissionError>();
        if (Read(wave.Survey, json.Span, errors) is not { } sent)
            return Invalid(null, [new SubmissionError("", "not-an-object", "A response is an object.")]);
        var school = sent.School is { } id ? await findSchool(id) : null;

        if (sent.Id is null)
            errors.Add(SubmissionError.Of("id", ProblemCatalogue.InvalidId));
        if (sent.HasReplaces)
            AddErrorOfReplaces(sent, errors);
        if (school is null)
            errors.Add(SubmissionError.Of("school", ProblemCatalogue.UnknownSchool));
        if (sent.Language < 0)
            errors.Add(SubmissionError.Of("language", ProblemCatalogue.UnknownLanguage));
        if (sent.Channel < 0)
            errors.Add(SubmissionError.Of("channel", ProblemCatalogue.UnknownChannel));
        if (sent.Answers is null)
            errors.Add(new SubmissionError("/answers", "answers-missing", "Send the answers as an object, by item id."));
        else
            errors.AddRange(sent.Answers.Problems.Select(SubmissionError.Of));

        return errors.Count > 0
            ? Invalid(sent.Id, errors)
            : new SubmissionReading(
                sent.Id,
                new Submission(wave, school!, sent.Id!.Value, sent.Language, (Channel)sent.Channel, sent.Answers!.Value!)
                {
                    Replaces = sent.Replaces,
                });
    }

    private static void AddErrorOfReplaces(SentMembers sent, List<SubmissionError> errors)
    {
        if (sent.Replaces is not { } replaces)
            errors.Add(SubmissionError.Of("replaces", ProblemCatalogue.InvalidId));
        else if (replaces == sent.Id)
            errors.Add(new SubmissionError("/replaces", "replaces-itself", "A response cannot replace itself: make a new id for it."));
        else if (sent.Channel == (int)Channel.Kiosk)
            errors.Add(new SubmissionError("/replaces", "replaces-at-kiosk", "At a kiosk none is replaced: the one before is somebody else's."));
    }

    private static SubmissionReading Invalid(ResponseId? id, IReadOnlyList<SubmissionError> errors) =>
        new(id, Reading<Submission, SubmissionError>.Failed([.. errors.Take(MostErrors)]));

    /// <summary>Null: this is no object.</summary>
    private static SentMembers? Read(SurveyVersion survey, ReadOnlySpan<byte> utf8, List<SubmissionError> errors)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        var sent = new SentMembers(null, HasReplaces: false, null, null, Language: -1, (int)Channel.Link, null);
        var members = new JsonMembers(Members, errors);
        while (members.Next(ref json) is { } member)
        {
            switch (member)
            {
                case "id":
                    sent = sent with { Id = ReadId(in json) };
                    break;
                case "replaces":
                    sent = sent with { HasReplaces = true, Replaces = ReadId(in json) };
                    break;
                case "school":
                    sent = sent with { School = SchoolId.TryParse(JsonMembers.TextOf(in json), out var school) ? school : null };
                    break;
                case "language":
                    sent = sent with { Language = JsonMembers.IndexOf(survey.Languages, in json) };
                    break;
                case "channel":
                    sent = sent with { Channel = JsonMembers.IndexOf(ChannelName.All, in json) };
                    break;
                default:
                    if (json.TokenType == JsonTokenType.StartObject)
                        sent = sent with { Answers = AnswerReader.Read(survey, ref json) };
                    break;
            }
            json.Skip();
        }
        return sent;
    }

    private static ResponseId? ReadId(in Utf8JsonReader json)
    {
        // As programs send it; other forms of it take a string.
        if (json.TokenType == JsonTokenType.String && !json.ValueIsEscaped && json.TryGetGuid(out var guid))
            return ResponseId.IsRandom(guid) ? new ResponseId(guid) : null;
        return ResponseId.TryParse(JsonMembers.TextOf(in json), out var id) ? id : null;
    }

    /// <summary>The members as far as they could be read.</summary>
    /// <param name="Replaces">Null: there is none, or it is no id.</param>
    /// <param name="Language">Its index in the survey; -1: it is none.</param>
    /// <param name="Channel">Its number; -1: it is none.</param>
    /// <param name="Answers">Null: there are none.</param>
    private readonly record struct SentMembers(
        ResponseId? Id,
        bool HasReplaces,
        ResponseId? Replaces,
        SchoolId? School,
        int Language,
        int Channel,
        Reading<AnswerSheet, AnswerProblem>? Answers);
}

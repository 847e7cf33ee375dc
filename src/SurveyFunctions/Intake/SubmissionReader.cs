using System.Text.Json;

using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>
/// A submission, or the problem and everything that is wrong with it: never both, never neither. That its wave takes no answers
/// does not make a submission invalid: it may be a retry of one that is stored.
/// </summary>
/// <param name="Id">Of the response; null: it could not be read.</param>
public sealed record SubmissionReading(
    ResponseId? Id, Submission? Submission, Problem? Problem, IReadOnlyList<SubmissionError> Errors);

/// <summary>
/// Reads the JSON of one response: <c>{"id","school","language","channel","answers"}</c>; <c>channel</c> may be left out.
/// Everything wrong is collected; nothing is stored unless all of it is right.
/// </summary>
public static class SubmissionReader
{
    /// <summary>Who sends a thousand wrong members learns nothing from the thousandth.</summary>
    public const int MostErrors = 100;

    private static readonly string[] Members = ["id", "school", "language", "channel", "answers"];

    /// <param name="wave">What it is held against.</param>
    /// <param name="json">One JSON value in valid UTF-8; one that is no object is invalid as a whole.</param>
    /// <param name="findSchool">Null: the school does not take part in the wave.</param>
    public static async Task<SubmissionReading> ReadAsync(
        Wave wave, ReadOnlyMemory<byte> json, Func<SchoolId, Task<PinnedSchool?>> findSchool)
    {
        if (PlainSubmission.TryRead(wave.Survey, json.Span) is { } plain)
        {
            var school = await findSchool(plain.School);
            if (school is not null)
            {
                var submission = new Submission(wave, school, plain.Id, plain.Language, plain.Channel, plain.Sheet);
                return new SubmissionReading(plain.Id, submission, null, []);
            }
            findSchool = _ => Task.FromResult<PinnedSchool?>(null);
        }
        using var document = JsonDocument.Parse(json);
        return await ReadAsync(wave, document.RootElement, findSchool);
    }

    /// <param name="wave">What it is held against.</param>
    /// <param name="root">Any JSON; one that is no object is invalid as a whole.</param>
    /// <param name="findSchool">Null: the school does not take part in the wave.</param>
    public static async Task<SubmissionReading> ReadAsync(Wave wave, JsonElement root, Func<SchoolId, Task<PinnedSchool?>> findSchool)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return Invalid(wave, null, [new SubmissionError("", "not-an-object", "A response is an object.")]);

        var errors = new List<SubmissionError>();
        var members = JsonMembers.Read(root, Members, errors);

        var hasId = ResponseId.TryParse(members.Text("id"), out var id);
        if (!hasId)
            errors.Add(SubmissionError.Of("id", ProblemCatalogue.InvalidId));

        PinnedSchool? school = null;
        if (SchoolId.TryParse(members.Text("school"), out var schoolId))
            school = await findSchool(schoolId);
        if (school is null)
            errors.Add(SubmissionError.Of("school", ProblemCatalogue.UnknownSchool));

        var language = wave.Survey.IndexOfLanguage(members.Text("language"));
        if (language < 0)
            errors.Add(SubmissionError.Of("language", ProblemCatalogue.UnknownLanguage));

        var channel = Channel.Link;
        if (members.Has("channel") && !ChannelName.TryParse(members.Text("channel"), out channel))
            errors.Add(SubmissionError.Of("channel", ProblemCatalogue.UnknownChannel));

        var sheet = ReadAnswers(wave, members, errors);

        return errors.Count == 0
            ? new SubmissionReading(id, new Submission(wave, school!, id, language, channel, sheet!), null, [])
            : Invalid(wave, hasId ? id : null, errors);
    }

    private static SubmissionReading Invalid(Wave wave, ResponseId? id, IReadOnlyList<SubmissionError> errors)
    {
        var problem = wave.State == WaveState.Open ? ProblemCatalogue.InvalidSubmission : ProblemCatalogue.WaveNotOpen;
        return new SubmissionReading(id, null, problem, [.. errors.Take(MostErrors)]);
    }

    private static AnswerSheet? ReadAnswers(Wave wave, JsonMembers members, List<SubmissionError> errors)
    {
        if (members.OfKind("answers", JsonValueKind.Object) is not { } answers)
        {
            errors.Add(new SubmissionError("/answers", "answers-missing", "Send the answers as an object, by item id."));
            return null;
        }
        var reading = AnswerReader.Read(wave.Survey, AnswerJson.ReadRaw(answers), dropHidden: false);
        errors.AddRange(reading.Problems.Select(SubmissionError.Of));
        return reading.Sheet;
    }
}

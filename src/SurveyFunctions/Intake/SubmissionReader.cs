using System.Text.Json;
using SurveyFunctions.Problems;
using Surveys.Answers;
using Surveys.Ids;
using SurveyStore.Intake;
using SurveyStore.Waves;

namespace SurveyFunctions.Intake;

/// <summary>
/// A submission, or the problem and everything that is wrong with it: never both, never neither. That its wave takes no answers
/// does not make a submission invalid: it may be a retry of one that is stored.
/// </summary>
public sealed record SubmissionReading(Submission? Submission, Problem? Problem, IReadOnlyList<SubmissionError> Errors);

/// <summary>
/// Reads the JSON of one response: <c>{"id","school","language","channel","answers"}</c>; <c>channel</c> may be left out.
/// Everything wrong is collected; nothing is stored unless all of it is right.
/// </summary>
public sealed class SubmissionReader(WaveCache waves)
{
    /// <summary>Who sends a thousand wrong members learns nothing from the thousandth.</summary>
    private const int MostErrors = 100;

    private static readonly string[] Members = ["id", "school", "language", "channel", "answers"];

    /// <param name="root">A JSON object.</param>
    public async Task<SubmissionReading> ReadAsync(Wave wave, JsonElement root, CancellationToken cancellationToken)
    {
        var errors = new List<SubmissionError>();
        var members = ReadMembers(root, errors);

        if (!ResponseId.TryParse(Text(members, "id"), out var id))
            errors.Add(SubmissionError.Of("id", ProblemCatalogue.InvalidId));

        PinnedSchool? school = null;
        if (SchoolId.TryParse(Text(members, "school"), out var schoolId))
            school = await waves.FindSchoolAsync(wave, schoolId, cancellationToken);
        if (school is null)
            errors.Add(SubmissionError.Of("school", ProblemCatalogue.UnknownSchool));

        var language = wave.Survey.IndexOfLanguage(Text(members, "language"));
        if (language < 0)
            errors.Add(SubmissionError.Of("language", ProblemCatalogue.UnknownLanguage));

        var channel = Channel.Link;
        if (members.ContainsKey("channel") && !ChannelName.TryParse(Text(members, "channel"), out channel))
            errors.Add(SubmissionError.Of("channel", ProblemCatalogue.UnknownChannel));

        var sheet = ReadAnswers(wave, members, errors);

        var problem = wave.State == WaveState.Open ? ProblemCatalogue.InvalidSubmission : ProblemCatalogue.WaveNotOpen;
        if (errors.Count == 0)
            return new SubmissionReading(new Submission(wave, school!, id, language, channel, sheet!), null, []);
        return new SubmissionReading(null, problem, [.. errors.Take(MostErrors)]);
    }

    private static AnswerSheet? ReadAnswers(Wave wave, Dictionary<string, JsonElement> members, List<SubmissionError> errors)
    {
        if (!members.TryGetValue("answers", out var answers) || answers.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new SubmissionError("/answers", "answers-missing", "Send the answers as an object, by item id."));
            return null;
        }
        var reading = AnswerReader.Read(wave.Survey, AnswerJson.ReadRaw(answers), dropHidden: false);
        errors.AddRange(reading.Problems.Select(SubmissionError.Of));
        return reading.Sheet;
    }

    /// <summary>By name. Looking a name up in the JSON itself fails on names that no string can be made of.</summary>
    private static Dictionary<string, JsonElement> ReadMembers(JsonElement root, List<SubmissionError> errors)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in root.EnumerateObject())
        {
            var name = TextOrNull(() => member.Name) ?? "\uFFFD";
            if (!Members.Contains(name))
                errors.Add(new SubmissionError("/" + SubmissionError.Escape(name), "unknown-member", "A submission has no such member."));
            else if (!members.TryAdd(name, member.Value))
                errors.Add(new SubmissionError("/" + name, "repeated-member", "The member stands there twice."));
        }
        return members;
    }

    private static string? Text(Dictionary<string, JsonElement> members, string member) =>
        members.TryGetValue(member, out var value) && value.ValueKind == JsonValueKind.String ? TextOrNull(() => value.GetString()!) : null;

    /// <summary>Null: JSON may hold half a surrogate pair as an escape, which no string can be made of.</summary>
    private static string? TextOrNull(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Unicode;

using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>
/// Answers as a response row holds them: one JSON object as <see cref="AnswerReader"/> reads it, in one canonical form that is
/// readable in any script: answered items only, in survey order.
/// </summary>
public static class AnswerJson
{
    /// <summary>The canonical form: equal sheets give equal text.</summary>
    public static string Write(AnswerSheet sheet) => AnswerWriter.Write(sheet);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">Not JSON, or not the answers of a response to this survey.</exception>
    public static AnswerSheet Read(SurveyVersion survey, string stored) =>
        Read(survey, Encoding.UTF8.GetBytes(stored), keepsComments: true);

    /// <summary>The codes of what <see cref="Write"/> wrote, for a recount.</summary>
    /// <param name="survey">That they are answers to.</param>
    /// <param name="stored">As UTF-8; bytes that are no text are read as U+FFFD.</param>
    /// <exception cref="FormatException">As of <see cref="Read(SurveyVersion, string)"/>.</exception>
    public static IReadOnlyList<int> ReadCodes(SurveyVersion survey, ReadOnlySpan<byte> stored)
    {
        var text = Utf8.IsValid(stored) ? stored : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stored));
        return Read(survey, text, keepsComments: false).Codes;
    }

    private static AnswerSheet Read(SurveyVersion survey, ReadOnlySpan<byte> stored, bool keepsComments)
    {
        var json = new Utf8JsonReader(stored);
        try
        {
            json.Read();
            var reading = json.TokenType == JsonTokenType.StartObject ? AnswerReader.Read(survey, ref json, keepsComments) : null;
            // To the end: what comes later may be no JSON.
            while (json.Read())
            {
            }
            if (reading is null)
                throw new FormatException("Stored answers are not an object.");
            var problems = reading.Problems.Select(problem => $"{problem.ItemId} {problem.Code}");
            return reading.Value ?? throw new FormatException($"Stored answers do not fit the survey: {string.Join(", ", problems)}.");
        }
        catch (JsonException notJson)
        {
            throw new FormatException("Stored answers are not JSON.", notJson);
        }
    }
}

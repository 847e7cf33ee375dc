using System.Numerics;
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
    private const int TypicalLength = 1024;

    // One for each thread: the text is all that is made for a response.
    [ThreadStatic]
    private static StringBuilder? _json;

    /// <summary>The canonical form: equal sheets give equal text.</summary>
    public static string Write(AnswerSheet sheet)
    {
        var json = (_json ??= new StringBuilder(TypicalLength)).Clear().Append('{');
        var words = AnswerVocabulary.Of(sheet.Survey).Items;
        for (var i = 0; i < words.Length; i++)
        {
            if (sheet.Codes[i] == 0)
                continue;
            json.Append(json.Length > 1 ? "," : "").Append(words[i].Name);
            AppendValue(json, words[i], sheet.Codes[i], sheet.Comments);
        }
        return json.Append('}').ToString();
    }

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

    private static void AppendValue(
        StringBuilder json, AnswerVocabulary.ItemWords words, int code, IReadOnlyDictionary<string, string> comments)
    {
        switch (words.Item.Kind)
        {
            case ItemKind.MultipleChoice:
                var separator = '[';
                for (var mask = code; mask != 0; mask &= mask - 1)
                {
                    json.Append(separator).Append(words.Values[BitOperations.TrailingZeroCount(mask)]);
                    separator = ',';
                }
                json.Append(']');
                break;
            case ItemKind.Comment:
                AppendComment(json, comments[words.Item.Id]);
                break;
            default:
                json.Append(words.Values[code - 1]);
                break;
        }
    }

    /// <summary>
    /// A comment as a JSON string with nothing escaped but quotes, backslashes and control characters (RFC 8259, section 7):
    /// readable in any script, at most twice its length, and the same text under every version of .NET, since its hash tells
    /// a replay. It goes into a table, never into a page as it is.
    /// </summary>
    private static void AppendComment(StringBuilder json, string comment)
    {
        json.Append('"');
        foreach (var c in comment)
        {
            _ = c switch
            {
                '"' or '\\' => json.Append('\\').Append(c),
                '\n' => json.Append("\\n"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append($"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }
        json.Append('"');
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

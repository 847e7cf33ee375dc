using System.Text;
using System.Text.Json;
using System.Text.Unicode;

using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>
/// Answers as JSON: one object, by item id; an option's id, a list of them, a whole number or a comment's text. Submissions
/// send it; a response row holds it in one canonical form, readable in any script: answered items only, in survey order.
/// </summary>
public static class AnswerJson
{
    /// <summary>Stands for text that is no Unicode text: refused in a comment, the id of nothing.</summary>
    private const string BrokenText = "\uD800";

    /// <summary>The canonical form: equal sheets give equal text.</summary>
    public static string Write(AnswerSheet sheet) => AnswerWriter.Write(sheet);

    /// <summary>
    /// The answers as sent, for <see cref="AnswerReader"/>. A value of a type no item takes, and an item named twice, is
    /// malformed; null is the same as no answer.
    /// </summary>
    /// <param name="answers">An object.</param>
    public static IReadOnlyDictionary<string, RawAnswer> ReadRaw(JsonElement answers)
    {
        var raw = new Dictionary<string, RawAnswer>();
        foreach (var property in answers.EnumerateObject())
        {
            var id = NameOf(property);
            if (!raw.TryAdd(id, ReadAnswer(property.Value)))
                raw[id] = Malformed;
        }
        return raw;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">Not JSON, or not the answers of a response to this survey.</exception>
    public static AnswerSheet Read(SurveyVersion survey, string stored)
    {
        try
        {
            using var json = JsonDocument.Parse(stored);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                throw new FormatException("Stored answers are not an object.");
            var reading = AnswerReader.Read(survey, ReadRaw(json.RootElement), dropHidden: false);
            var problems = reading.Problems.Select(problem => $"{problem.ItemId} {problem.Code}");
            return reading.Sheet ?? throw new FormatException($"Stored answers do not fit the survey: {string.Join(", ", problems)}.");
        }
        catch (JsonException notJson)
        {
            throw new FormatException("Stored answers are not JSON.", notJson);
        }
    }

    /// <summary>The codes of what <see cref="Write"/> wrote, for a recount.</summary>
    /// <param name="stored">As UTF-8.</param>
    /// <exception cref="FormatException">As of <see cref="Read"/>.</exception>
    public static IReadOnlyList<int> ReadCodes(SurveyVersion survey, ReadOnlySpan<byte> stored) =>
        (Utf8.IsValid(stored) ? AnswerScan.TryReadCodes(survey, stored) : null) ?? Read(survey, Encoding.UTF8.GetString(stored)).Codes;

    private static RawAnswer Malformed => new([], IsMalformed: true);

    private static RawAnswer ReadAnswer(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new RawAnswer([TextOf(value)]),
        JsonValueKind.Number when value.TryGetInt64(out var number) => new RawAnswer([number.ToString()]),
        JsonValueKind.Null => new RawAnswer([]),
        JsonValueKind.Array when value.EnumerateArray().All(element => element.ValueKind is JsonValueKind.String) =>
            new RawAnswer([.. value.EnumerateArray().Select(TextOf)], IsList: true),
        _ => Malformed,
    };

    /// <summary>JSON may hold half a surrogate pair as an escape, which no string can be made of.</summary>
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return BrokenText;
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}

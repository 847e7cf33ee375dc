using System.Buffers;
using System.Text;
using System.Text.Json;
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
    public static string Write(AnswerSheet sheet)
    {
        // A full sheet of a survey takes about as much: a writer that has to grow copies what it holds each time.
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            for (var i = 0; i < sheet.Codes.Count; i++)
            {
                if (sheet.Codes[i] != 0)
                    WriteAnswer(json, sheet.Survey.Items[i], sheet.Codes[i], sheet.Comments);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

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

    /// <summary>Reads what <see cref="Write"/> wrote, for a recount.</summary>
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

    private static RawAnswer Malformed => new([], IsMalformed: true);

    private static void WriteAnswer(Utf8JsonWriter json, Item item, int code, IReadOnlyDictionary<string, string> comments)
    {
        json.WritePropertyName(item.Id);
        switch (item.Kind)
        {
            case ItemKind.Scale or ItemKind.SingleChoice:
                json.WriteStringValue(item.Options[code - 1].Id);
                break;
            case ItemKind.MultipleChoice:
                json.WriteStartArray();
                for (var i = 0; i < item.Options.Count; i++)
                {
                    if ((code & (1 << i)) != 0)
                        json.WriteStringValue(item.Options[i].Id);
                }
                json.WriteEndArray();
                break;
            case ItemKind.Number:
                json.WriteNumberValue(code - 1);
                break;
            case ItemKind.Comment:
                json.WriteRawValue(Quote(comments[item.Id]), skipInputValidation: true);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item), item.Kind, "Unknown kind of item.");
        }
    }

    /// <summary>
    /// The comment as a JSON string with nothing escaped but quotes, backslashes and control characters (RFC 8259, section 7):
    /// readable in any script, at most twice its length, and the same text under every version of .NET, since its hash tells
    /// a replay. It goes into a table, never into a page as it is.
    /// </summary>
    private static string Quote(string comment)
    {
        var json = new StringBuilder(comment.Length + 8).Append('"');
        foreach (var c in comment)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append("\\u").Append(((int)c).ToString("x4")),
                _ => json.Append(c),
            };
        }
        return json.Append('"').ToString();
    }

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

using Microsoft.Extensions.Primitives;

using Surveys.Answers;

namespace SurveyFunctions.Intake;

/// <summary>The names under which a posted form carries its values. An answer of several values repeats its field.</summary>
public static class FormFields
{
    public const string ResponseId = "id";
    public const string Language = "language";
    public const string Channel = "channel";

    /// <summary>The id of the response, sent before, that this one takes the place of.</summary>
    public const string Replaces = "replaces";

    /// <summary>Of the page on which answers are withdrawn.</summary>
    public const string Receipt = "receipt";

    private const string AnswerPrefix = "a.";

    public static string Answer(string itemId) => AnswerPrefix + itemId;

    /// <summary>As somebody gave them, by item id.</summary>
    public static Dictionary<string, RawAnswer> AnswersOf(Dictionary<string, StringValues> fields)
    {
        var answers = new Dictionary<string, RawAnswer>();
        foreach (var (field, values) in fields)
        {
            if (ItemOf(field) is { } item)
                answers[item] = new RawAnswer([.. values.Select(value => TypedText.Clean(value ?? ""))], IsList: values.Count > 1);
        }
        return answers;
    }

    /// <summary>The item a field answers; null: it is no answer.</summary>
    public static string? ItemOf(string field) =>
        field.StartsWith(AnswerPrefix, StringComparison.Ordinal) ? field[AnswerPrefix.Length..] : null;
}

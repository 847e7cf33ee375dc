namespace SurveyFunctions.Intake;

/// <summary>The names under which a posted form carries its values. An answer of several values repeats its field.</summary>
public static class FormFields
{
    public const string ResponseId = "id";

    /// <summary>The id of the response that this one replaces.</summary>
    public const string Replaces = "replaces";
    public const string Language = "language";
    public const string Channel = "channel";

    /// <summary>Of the page on which answers are withdrawn.</summary>
    public const string Receipt = "receipt";

    private const string AnswerPrefix = "a.";

    public static string Answer(string itemId) => AnswerPrefix + itemId;

    /// <summary>The item a field answers; null: it is no answer.</summary>
    public static string? ItemOf(string field) =>
        field.StartsWith(AnswerPrefix, StringComparison.Ordinal) ? field[AnswerPrefix.Length..] : null;
}

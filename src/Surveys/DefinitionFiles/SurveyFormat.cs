using Surveys.Definitions;

namespace Surveys.DefinitionFiles;

/// <summary>
/// The survey file format in constants: limits, and the properties of each kind of object. <c>docs/survey-format.md</c> explains it;
/// <c>docs/survey.schema.json</c> says the same to editors, and a test holds the two together.
/// </summary>
public static class SurveyFormat
{
    /// <summary>The only value of the property <c>format</c>.</summary>
    public const int Number = 1;

    public const int MaxLanguages = 30;
    public const int MaxTopics = 20;
    public const int MaxItems = 100;
    public const int MinScaleOptions = 2;
    public const int MaxScaleOptions = 11;
    public const int MinChoiceOptions = 2;
    public const int MaxSingleChoiceOptions = 40;

    /// <summary>One bit each in the code of an answer.</summary>
    public const int MaxMultipleChoiceOptions = 24;

    /// <summary>Groups multiply the cells of a tally: every value counts every item once more.</summary>
    public const int MaxGroupItems = 6;

    public const int MaxGroupValues = 20;

    /// <summary>Characters of one comment.</summary>
    public const int MaxCommentLength = 4000;

    /// <summary>Characters of all comments of one response together: a response is one row of storage.</summary>
    public const int MaxCommentLengthTogether = 10_000;

    public static readonly IReadOnlyList<string> SurveyProperties =
        ["$schema", "format", "id", "version", "audience", "languages", "title", "introduction", "scales", "topics", "items"];

    public static readonly IReadOnlyList<string> ScaleProperties = ["id", "options"];

    public static readonly IReadOnlyList<string> ScaleOptionProperties = ["id", "text", "class"];

    public static readonly IReadOnlyList<string> TopicProperties = ["id", "text"];

    public static readonly IReadOnlyList<string> SingleChoiceOptionProperties = ["id", "text"];

    public static readonly IReadOnlyList<string> MultipleChoiceOptionProperties = ["id", "text", "exclusive"];

    public static readonly IReadOnlyList<string> ConditionProperties = ["item", "anyOf"];

    /// <summary>Properties of every item, whatever its kind.</summary>
    public static readonly IReadOnlyList<string> CommonItemProperties = ["id", "kind", "text", "hint", "required", "showIf"];

    public static readonly IReadOnlyDictionary<string, OptionClass> Classes = new OrderedDictionary<string, OptionClass>
    {
        ["favorable"] = OptionClass.Favorable,
        ["neutral"] = OptionClass.Neutral,
        ["unfavorable"] = OptionClass.Unfavorable,
        ["excluded"] = OptionClass.Excluded,
    };

    public static readonly IReadOnlyDictionary<string, Audience> Audiences = new OrderedDictionary<string, Audience>
    {
        ["family"] = Audience.Family,
        ["staff"] = Audience.Staff,
        ["member"] = Audience.Member,
    };

    public static readonly IReadOnlyDictionary<string, ItemKind> Kinds = new OrderedDictionary<string, ItemKind>
    {
        ["scale"] = ItemKind.Scale,
        ["single"] = ItemKind.SingleChoice,
        ["multiple"] = ItemKind.MultipleChoice,
        ["number"] = ItemKind.Number,
        ["comment"] = ItemKind.Comment,
    };

    /// <summary>What an item of this kind may have beyond <see cref="CommonItemProperties"/>.</summary>
    public static IReadOnlyList<string> PropertiesOf(ItemKind kind) => kind switch
    {
        ItemKind.Scale => ["scale", "topic", "headline", "reversed"],
        ItemKind.SingleChoice => ["options", "group"],
        ItemKind.MultipleChoice => ["options"],
        ItemKind.Comment => ["maxLength"],
        _ => [],
    };
}

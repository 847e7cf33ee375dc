namespace Surveys.Definitions;

/// <summary>One question of a survey version.</summary>
public sealed record Item
{
    /// <summary>The highest answer to a number item; the lowest is 0.</summary>
    public const int HighestNumber = 10;

    /// <summary>Unique within the survey; a slug.</summary>
    public required string Id { get; init; }

    public required ItemKind Kind { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>A sentence of help below the question; null if none.</summary>
    public LocalizedText? Hint { get; init; }

    /// <summary>The topic whose rate this scale item enters; null for the headline, groups and the other kinds.</summary>
    public string? TopicId { get; init; }

    /// <summary>
    /// In the order shown. For a scale: the options of its scale, classes already reversed if the item is declared so.
    /// Empty for numbers and comments.
    /// </summary>
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>The overall item, shown beside the topics as the headline. At most one per survey.</summary>
    public bool IsHeadline { get; init; }

    /// <summary>Results are also given per answer to this item. Single choice only.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Negatively worded: to disagree is favorable. The classes of its options say so already.</summary>
    public bool IsReversed { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Null: always asked.</summary>
    public Condition? ShowIf { get; init; }

    /// <summary>Most characters of a comment; 0 for every other kind.</summary>
    public int MaxLength { get; init; }
}

public enum ItemKind
{
    /// <summary>One option of a scale; the only kind that has a favorable rate.</summary>
    Scale,

    /// <summary>One option of the item's own list. May be a group for disaggregation.</summary>
    SingleChoice,

    /// <summary>Any number of options of the item's own list.</summary>
    MultipleChoice,

    /// <summary>A whole number from 0 to 10.</summary>
    Number,

    /// <summary>Free text. Stored, never tallied but for how many wrote one, never public.</summary>
    Comment,
}

/// <summary>An item is asked only if the answer to an earlier item is (or, for a multiple choice, contains) one of these options.</summary>
public sealed record Condition
{
    public required string ItemId { get; init; }

    /// <summary>Option ids; for a 0-10 number the numbers as text.</summary>
    public required IReadOnlyList<string> AnyOf { get; init; }
}

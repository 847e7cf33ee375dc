namespace Surveys.Definitions;

/// <summary>One possible answer of a scale or choice item.</summary>
public sealed record Option
{
    /// <summary>Unique within its item; what a submission carries as the answer's code.</summary>
    public required string Id { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>As it counts for this item: reversal of a negatively worded item is already applied.</summary>
    public required OptionClass Class { get; init; }

    /// <summary>Chosen alone or not at all, as "none of these" is. Of a multiple choice only.</summary>
    public bool IsExclusive { get; init; }
}

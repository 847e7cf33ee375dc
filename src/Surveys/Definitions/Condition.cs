namespace Surveys.Definitions;

/// <summary>An item is asked only if the answer to an earlier item is (or, for a multiple choice, contains) one of these options.</summary>
public sealed record Condition
{
    public required string ItemId { get; init; }

    /// <summary>Option ids; for a 0-10 number the numbers as text.</summary>
    public required IReadOnlyList<string> AnyOf { get; init; }
}

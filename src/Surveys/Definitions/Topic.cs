namespace Surveys.Definitions;

/// <summary>A named set of scale items with a rate of its own.</summary>
public sealed record Topic
{
    public required string Id { get; init; }

    public required LocalizedText Text { get; init; }
}

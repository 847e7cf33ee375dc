namespace Surveys.Definitions;

/// <summary>A language that a tenant brings to its pages, because the app has no words in it.</summary>
public sealed record LanguageDefinition
{
    /// <summary>As <see cref="LanguageTag"/> has it; the one that surveys name.</summary>
    public required string Language { get; init; }

    /// <summary>Its own name for itself.</summary>
    public required string Name { get; init; }

    public required bool IsRightToLeft { get; init; }

    /// <summary>Of pages, by the keys of <c>Pages/Texts/en.json</c>. One that is missing stands in English.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }
}

using Surveys.Readings;

namespace Surveys.Definitions;

/// <summary>
/// A language as a BCP 47 tag names it, with script and region where they matter: <c>so</c>, <c>zh-Hant</c>, <c>pt-BR</c>, <c>es-419</c>.
/// Definitions have tags in the case that the standard recommends, which is the one of <see cref="ToString"/>.
/// </summary>
/// <param name="Language">2 or 3 letters.</param>
/// <param name="Script">4 letters; null: the one that the language is usually written in.</param>
/// <param name="Region">2 letters or 3 digits; null: any.</param>
public sealed record LanguageTag(string Language, string? Script, string? Region)
{
    /// <summary>In any case. What follows the region is left out. Null: this is no tag.</summary>
    public static LanguageTag? Parse(string text)
    {
        var parts = text.Split('-');
        if (parts[0].Length is not (2 or 3) || !parts[0].All(char.IsAsciiLetter))
            return null;
        var script = parts.Length > 1 && parts[1].Length == 4 && parts[1].All(char.IsAsciiLetter) ? parts[1] : null;
        var region = parts.ElementAtOrDefault(script is null ? 1 : 2);
        return new LanguageTag(
            parts[0].ToLowerInvariant(),
            script is null ? null : char.ToUpperInvariant(script[0]) + script[1..].ToLowerInvariant(),
            region is not null && IsRegion(region) ? region.ToUpperInvariant() : null);
    }

    /// <summary>A tag in any case as definitions have it; a text that is no tag as it is.</summary>
    public static string InUsualCase(string text) =>
        Parse(text)?.ToString() is { } tag && tag.Equals(text, StringComparison.OrdinalIgnoreCase) ? tag : text;

    public static bool IsValid(string text) => Parse(text)?.ToString() == text;

    /// <summary>Why a text is not valid, and how to write it.</summary>
    public static string Explain(string text) => Parse(text) is { } tag
        ? $"'{text}' is not a language in its usual spelling: write '{tag}'."
        : $"'{text}' is not a language{OddCharacters.Explain(text)}: use a tag such as en or so, with a script or region where it matters, such as zh-Hant or pt-BR.";

    public override string ToString() => string.Join('-', new[] { Language, Script, Region }.OfType<string>());

    private static bool IsRegion(string part) =>
        (part.Length == 2 && part.All(char.IsAsciiLetter)) || (part.Length == 3 && part.All(char.IsAsciiDigit));
}

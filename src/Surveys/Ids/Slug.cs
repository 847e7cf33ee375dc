using Surveys.Readings;

namespace Surveys.Ids;

/// <summary>
/// The only form an id may have: 1 to 63 characters of <c>a-z 0-9 -</c>, beginning and ending with a letter or digit.
/// Every such character sorts above <c>!</c>, the separator of storage keys, and needs no escaping in a key or a URL.
/// </summary>
public static class Slug
{
    public const int MaxLength = 63;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength || text[0] == '-' || text[^1] == '-')
            return false;
        foreach (var c in text)
        {
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                return false;
        }
        return true;
    }

    /// <summary>What is wrong with a text that is not valid, and how to write it.</summary>
    public static string Explain(string text) =>
        $"'{text}' is not an id{OddCharacters.Explain(text)}: use 1 to {MaxLength} characters of a-z, 0-9 and -, beginning and ending with a letter or digit.";

    /// <exception cref="FormatException">The text is not a slug; callers at the edge test with <see cref="IsValid"/> first.</exception>
    public static string Require(string text) =>
        IsValid(text) ? text : throw new FormatException(Explain(text));
}

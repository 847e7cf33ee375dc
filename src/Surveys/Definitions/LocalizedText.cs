namespace Surveys.Definitions;

/// <summary>One text in every language of a survey. Keys are BCP 47 primary tags such as <c>en</c> or <c>so</c>.</summary>
public sealed record LocalizedText(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The form of a BCP 47 primary tag: 2 or 3 lower-case letters.</summary>
    public static bool IsLanguage(string tag) => tag.Length is 2 or 3 && tag.All(char.IsAsciiLetterLower);

    /// <summary>The text in this language. The validator has made sure that every language of the survey is there.</summary>
    /// <exception cref="KeyNotFoundException">The survey does not offer this language.</exception>
    public string In(string language) => Texts[language];
}

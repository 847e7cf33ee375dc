namespace Surveys.Definitions;

/// <summary>One text in every language of a survey. Keys are tags as <see cref="LanguageTag"/> has them.</summary>
public sealed record LocalizedText(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The text in this language. The validator has made sure that every language of the survey is there.</summary>
    /// <exception cref="KeyNotFoundException">The survey does not offer this language.</exception>
    public string In(string language) => Texts[language];
}

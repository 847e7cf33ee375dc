using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>Reads texts keyed by language and the lists of languages themselves.</summary>
internal static class LocalizedTextReader
{
    public static readonly LocalizedText Empty = new(new Dictionary<string, string>());

    /// <summary>A text in exactly these languages; in any if there are none, because the list of them could not be read.</summary>
    public static LocalizedText Read(DefinitionValue value, IReadOnlyList<string> languages)
    {
        var given = ReadAny(value);
        if (languages.Count == 0 || given is null)
            return given ?? Empty;

        foreach (var missing in languages.Where(language => !given.Texts.ContainsKey(language)))
            value.ReportAt(missing, $"The translation into '{missing}' is missing: add it.");
        foreach (var extra in given.Texts.Keys.Where(language => LanguageTag.IsValid(language) && !languages.Contains(language)))
            value.ReportAt(extra,
                $"The survey does not offer '{extra}': remove this text, or add '{extra}' to languages and translate every text.");
        return given;
    }

    /// <summary>A text in at least one language, in file order; null if it is no object.</summary>
    public static LocalizedText? ReadAny(DefinitionValue value)
    {
        if (value.Properties() is not { } properties)
            return null;
        var texts = new OrderedDictionary<string, string>();
        foreach (var (language, text) in properties)
        {
            if (!LanguageTag.IsValid(language))
                text.Report(LanguageTag.Explain(language));
            texts.Add(language, text.Text());
        }
        return new LocalizedText(texts);
    }

    public static IReadOnlyList<string> ReadLanguages(DefinitionValue value, ProblemList problems)
    {
        var languages = value.List(1, SurveyFormat.MaxLanguages).Select(entry => (Value: entry.Text(), entry.Pointer)).ToList();
        foreach (var (language, place) in languages.Where(language => language.Value.Length > 0 && !LanguageTag.IsValid(language.Value)))
            problems.Add(place, LanguageTag.Explain(language));
        problems.AddRepeated(languages, "language");
        return [.. languages.Select(language => language.Value).Where(LanguageTag.IsValid).Distinct()];
    }
}

using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>
/// Reads the texts of a survey in its languages. A wrong language stands in as many places as there are texts and is one mistake, so that
/// what is wrong with languages is told at the end.
/// </summary>
internal sealed class LocalizedTextReader
{
    public static readonly LocalizedText Empty = new(new Dictionary<string, string>());

    private readonly IReadOnlyList<(string Tag, string Place)> _declared;
    private readonly OrderedDictionary<string, List<string>> _missing = [];
    private readonly OrderedDictionary<string, List<string>> _others = [];
    private int _texts;

    /// <param name="list">The languages of the survey; null: it names none, and texts may have any.</param>
    public LocalizedTextReader(DefinitionValue? list, ProblemList problems)
    {
        _declared = [.. (list?.List(1, SurveyFormat.MaxLanguages) ?? []).Select(entry => (entry.Text(), entry.Pointer))];
        foreach (var (language, place) in _declared.Where(language => language.Tag.Length > 0 && !LanguageTag.IsValid(language.Tag)))
            problems.Add(place, LanguageTag.Explain(language));
        problems.AddRepeated(_declared, "language");
        Languages = [.. _declared.Select(language => language.Tag).Where(LanguageTag.IsValid).Distinct()];
    }

    /// <summary>Those of the survey that are valid, each once, the default first.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>A text in at least one language, in file order; null if it is no object.</summary>
    public static LocalizedText? ReadAny(DefinitionValue value)
    {
        if (value.Properties() is not { } properties)
            return null;
        foreach (var (language, text) in properties.Where(text => !LanguageTag.IsValid(text.Key)))
            text.Report(LanguageTag.Explain(language));
        return TextOf(properties);
    }

    public LocalizedText Read(DefinitionValue? value)
    {
        if (value?.Properties() is not { } properties)
            return Empty;
        _texts++;
        var written = properties.Keys.Select(LanguageTag.InUsualCase).ToHashSet();
        foreach (var missing in Languages.Where(language => !written.Contains(language)))
            Note(_missing, missing, $"{value.Value.Pointer}/{missing}");
        foreach (var (language, text) in properties.Where(text => !Languages.Contains(text.Key)))
            Note(_others, language, text.Pointer);
        return TextOf(properties);
    }

    /// <summary>Call it when every text is read.</summary>
    public void ReportLanguages(ProblemList problems)
    {
        foreach (var (language, places) in _missing)
        {
            if (places.Count == _texts && _texts > 1)
                problems.Add(
                    _declared.First(declared => declared.Tag == language).Place,
                    $"No text is translated into '{language}': correct it, remove it, or translate every text.");
            else
                places.ForEach(place => problems.Add(place, $"The translation into '{language}' is missing: add it."));
        }
        // Of one in another case in the list that is told already.
        foreach (var (language, places) in _others.Where(other =>
            _declared.All(declared => declared.Tag != other.Key && LanguageTag.InUsualCase(declared.Tag) != other.Key)))
        {
            var again = places.Count > 1 ? $" It stands in {places.Count} texts." : "";
            if (!LanguageTag.IsValid(language))
                problems.Add(places[0], LanguageTag.Explain(language) + again);
            else if (Languages.Count > 0)
                problems.Add(
                    places[0],
                    $"The survey does not offer '{language}': remove this text, or add '{language}' to languages and translate every text.{again}");
        }
    }

    private static LocalizedText TextOf(IReadOnlyDictionary<string, DefinitionValue> properties)
    {
        var texts = new OrderedDictionary<string, string>();
        foreach (var (language, text) in properties)
            texts.Add(language, text.Text());
        return new LocalizedText(texts);
    }

    private static void Note(OrderedDictionary<string, List<string>> found, string language, string place)
    {
        if (!found.TryGetValue(language, out var places))
            found.Add(language, places = []);
        places.Add(place);
    }
}

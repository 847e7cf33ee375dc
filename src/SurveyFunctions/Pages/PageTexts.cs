using System.Collections.Frozen;
using System.Text.Json;

using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>
/// The pages' own words in one language, from <c>Texts/{language}.json</c>: flat objects of key and text, with placeholders in
/// braces. Every file has the same keys and placeholders; a test sees to it. Words of a survey are in its definition.
/// </summary>
public sealed class PageTexts
{
    /// <summary>The languages that have texts, the one that stands in for others first.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "es", "so", "ar", "vi", "zh-Hant", "zh-Hans"];

    private static readonly FrozenDictionary<string, Lazy<PageTexts>> All =
        Languages.ToFrozenDictionary(language => language, language => new Lazy<PageTexts>(() => Read(language)));

    // Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours: the part of the basic plane that holds right-to-left scripts.
    private const char FirstRightToLeft = '\u0590';
    private const char LastRightToLeft = '\u08FF';

    private readonly FrozenDictionary<string, string> _texts;

    private PageTexts(string language, FrozenDictionary<string, string> texts)
    {
        Language = language;
        _texts = texts;
    }

    /// <summary>What the texts are written in, which for a language without texts is not the one asked for.</summary>
    public string Language { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    /// <exception cref="KeyNotFoundException">No such text: a defect of the caller.</exception>
    public string this[string key] => _texts[key];

    /// <summary>Of those that there is one of for each audience.</summary>
    public string Of(string group, Audience audience) => this[$"{group}.{audience.ToString().ToLowerInvariant()}"];

    /// <summary>The texts in this language, else in English.</summary>
    public static PageTexts In(string language) => (All.GetValueOrDefault(language) ?? All[Languages[0]]).Value;

    /// <summary>
    /// The text with <c>{name}</c> replaced by the value, not yet encoded. In right-to-left texts a value of another direction stands
    /// between a left-to-right isolate and its end, so that neither its parts nor a percent sign end up on the wrong side.
    /// </summary>
    public string With(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = this[key];
        foreach (var (name, value) in values)
            text = text.Replace($"{{{name}}}", IsolateIfNeeded(value), StringComparison.Ordinal);
        return text;
    }

    private string IsolateIfNeeded(string value)
    {
        var isForeign = PageLanguages.IsRightToLeft(Language) && !value.AsSpan().ContainsAnyInRange(FirstRightToLeft, LastRightToLeft);
        return isForeign ? $"\u2066{value}\u2069" : value;
    }

    private static PageTexts Read(string language)
    {
        var reader = new Utf8JsonReader(EmbeddedFile.Read($"Pages/Texts/{language}.json"));
        var texts = new Dictionary<string, string>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            texts.Add(key, reader.GetString()!);
        }
        return new PageTexts(language, texts.ToFrozenDictionary());
    }
}

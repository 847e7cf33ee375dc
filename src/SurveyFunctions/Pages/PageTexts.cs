using System.Collections.Frozen;
using System.Text.Json;

using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>
/// The pages' own words in one language: flat objects of key and text, with placeholders in braces, from <c>Texts/{language}.json</c> or
/// brought by a tenant. What is missing stands in English. Words of a survey are in its definition.
/// </summary>
public sealed class PageTexts
{
    /// <summary>The languages that have every text, the one that stands in for others first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "es", "so", "ar", "vi", "zh-Hant", "zh-Hans"];

    // Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours: the part of the basic plane that holds right-to-left scripts.
    private const char FirstRightToLeft = '\u0590';
    private const char LastRightToLeft = '\u08FF';

    private static readonly FrozenDictionary<string, Lazy<PageTexts>> Own = Languages.ToFrozenDictionary(
        language => language,
        language => new Lazy<PageTexts>(() =>
            new PageTexts(language, PageLanguages.NameOf(language), PageLanguages.IsRightToLeft(language), Read(language))));

    private readonly IReadOnlyDictionary<string, string> _texts;

    private PageTexts(string language, string name, bool isRightToLeft, IReadOnlyDictionary<string, string> texts)
    {
        Language = language;
        Name = name;
        IsRightToLeft = isRightToLeft;
        _texts = texts;
    }

    /// <summary>The languages of pages that belong to no survey.</summary>
    public static IReadOnlyList<PageTexts> All => [.. Languages.Select(In)];

    /// <summary>A BCP 47 tag.</summary>
    public string Language { get; }

    /// <summary>The language's own name for itself.</summary>
    public string Name { get; }

    public bool IsRightToLeft { get; }

    /// <summary>The value of a <c>dir</c> attribute.</summary>
    public string Direction => IsRightToLeft ? "rtl" : "ltr";

    /// <summary>Null: the app's own words, which change only with the build. Else it changes with the words.</summary>
    public string? Version { get; private init; }

    /// <summary>Of the texts that are not missing.</summary>
    public IEnumerable<string> Keys => _texts.Keys;

    private static IReadOnlyDictionary<string, string> English => Own[Languages[0]].Value._texts;

    /// <exception cref="KeyNotFoundException">No such text: a defect of the caller.</exception>
    public PageText this[string key] => With(key);

    /// <summary>The app's own words, for <c>es-MX</c> those of <c>es</c>. In a language without any all are English.</summary>
    public static PageTexts In(string language)
    {
        if (Own.TryGetValue(language, out var own))
            return own.Value;
        var texts = PageLanguage.Match(language, Languages) is { } closest ? Own[closest].Value._texts : FrozenDictionary<string, string>.Empty;
        return new PageTexts(language, PageLanguages.NameOf(language), PageLanguages.IsRightToLeft(language), texts);
    }

    /// <summary>The words that a tenant brought.</summary>
    /// <param name="version">Other words have another.</param>
    public static PageTexts Of(LanguageDefinition brought, string version) =>
        new(brought.Language, brought.Name, brought.IsRightToLeft, brought.Texts) { Version = version };

    /// <summary>Of those that there is one of for each audience.</summary>
    public PageText Of(string group, Audience audience) => this[$"{group}.{audience.ToString().ToLowerInvariant()}"];

    /// <summary>One of several that stand in one text, with bars between them.</summary>
    public PageText Part(string key, int index) => Mark(key, Find(key).Split('|')[index]);

    /// <summary>
    /// The text with <c>{name}</c> replaced by the value. In right-to-left texts a value of another direction stands between a left-to-right
    /// isolate and its end, so that neither its parts nor a percent sign end up on the wrong side.
    /// </summary>
    public PageText With(string key, params ReadOnlySpan<(string Name, PageText Value)> values)
    {
        var text = Find(key);
        var isWhole = _texts.ContainsKey(key);
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", IsolateIfNeeded(value), StringComparison.Ordinal);
            isWhole &= value.Markup is null;
        }
        return isWhole ? text : new PageText(text, MarkupOf(key, values));
    }

    private string Find(string key) => _texts.TryGetValue(key, out var text) ? text : English[key];

    private PageText Mark(string key, string part) => _texts.ContainsKey(key) ? part : new PageText(part, InEnglish(PageText.Encoder.Encode(part)));

    private string MarkupOf(string key, ReadOnlySpan<(string Name, PageText Value)> values)
    {
        var isMissing = !_texts.ContainsKey(key);
        var markup = PageText.Encoder.Encode(Find(key));
        foreach (var (name, value) in values)
        {
            // Amid English a value is in the page's language again.
            var inside = isMissing ? $"<bdi lang=\"{Language}\">{value.ToMarkup()}</bdi>" : value.Markup ?? PageText.Encoder.Encode(IsolateIfNeeded(value));
            markup = markup.Replace($"{{{name}}}", inside, StringComparison.Ordinal);
        }
        return isMissing ? InEnglish(markup) : markup;
    }

    private string InEnglish(string markup) => $"<span lang=\"{Languages[0]}\"{(IsRightToLeft ? " dir=\"ltr\"" : "")}>{markup}</span>";

    private string IsolateIfNeeded(PageText value) =>
        IsRightToLeft && !value.Value.AsSpan().ContainsAnyInRange(FirstRightToLeft, LastRightToLeft) ? $"\u2066{value.Value}\u2069" : value.Value;

    private static FrozenDictionary<string, string> Read(string language)
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
        return texts.ToFrozenDictionary();
    }
}

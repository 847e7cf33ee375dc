using System.Collections.Frozen;

using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>What a page must know of a language that the app, and no tenant, brings.</summary>
public static class PageLanguages
{
    // Each in its own language: who looks for it may read no other. The most spoken by families of the districts served, and near ones.
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["am"] = "አማርኛ",
        ["ar"] = "العربية",
        ["de"] = "Deutsch",
        ["en"] = "English",
        ["es"] = "Español",
        ["es-419"] = "Español (Latinoamérica)",
        ["fa"] = "فارسی",
        ["fr"] = "Français",
        ["he"] = "עברית",
        ["hi"] = "हिन्दी",
        ["hmn"] = "Hmoob",
        ["ja"] = "日本語",
        ["km"] = "ខ្មែរ",
        ["ko"] = "한국어",
        ["lo"] = "ລາວ",
        ["my"] = "မြန်မာ",
        ["ne"] = "नेपाली",
        ["om"] = "Afaan Oromoo",
        ["pa"] = "ਪੰਜਾਬੀ",
        ["pa-Arab"] = "پنجابی",
        ["prs"] = "دری",
        ["ps"] = "پښتو",
        ["pt"] = "Português",
        ["pt-BR"] = "Português (Brasil)",
        ["ru"] = "Русский",
        ["sm"] = "Gagana Sāmoa",
        ["so"] = "Soomaali",
        ["sw"] = "Kiswahili",
        ["ti"] = "ትግርኛ",
        ["tl"] = "Tagalog",
        ["uk"] = "Українська",
        ["ur"] = "اردو",
        ["vi"] = "Tiếng Việt",
        ["zh"] = "中文",
        ["zh-Hans"] = "简体中文",
        ["zh-Hant"] = "繁體中文",
    }.ToFrozenDictionary();

    public static bool IsRightToLeft(string language) => LanguageTag.Parse(language) is { } tag && Scripts.IsRightToLeft(tag);
    /// <summary>The language's own name for itself, as <c>Español (MX)</c> where only that of <c>es</c> is known here; the tag if none is.</summary>
    public static string NameOf(string language)
    {
        if (Names.TryGetValue(language, out var name))
            return name;
        var primary = language.Split('-')[0];
        return Names.TryGetValue(primary, out name) ? $"{name} ({language[(primary.Length + 1)..]})" : language;
    }
}

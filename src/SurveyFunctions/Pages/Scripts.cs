using System.Collections.Frozen;

using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>
/// The script of a language where it decides something: of those written in several, the one that a tag without a script means, by
/// <see href="https://www.unicode.org/cldr/charts/latest/supplemental/likely_subtags.html">CLDR's likely subtags</see>; and those written from
/// right to left. A table, as the app runs without culture data.
/// </summary>
public static class Scripts
{
    private static readonly FrozenSet<string> RightToLeft = new[] { "Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa" }.ToFrozenSet();

    private static readonly FrozenDictionary<string, string> Likely = new Dictionary<string, string>
    {
        ["ar"] = "Arab",
        ["az"] = "Latn",
        ["az-IR"] = "Arab",
        ["ckb"] = "Arab",
        ["dv"] = "Thaa",
        ["fa"] = "Arab",
        ["he"] = "Hebr",
        ["pa"] = "Guru",
        ["pa-PK"] = "Arab",
        ["prs"] = "Arab",
        ["ps"] = "Arab",
        ["sd"] = "Arab",
        ["sr"] = "Cyrl",
        ["sr-ME"] = "Latn",
        ["ug"] = "Arab",
        ["ur"] = "Arab",
        ["yi"] = "Hebr",
        ["zh"] = "Hans",
        ["zh-HK"] = "Hant",
        ["zh-MO"] = "Hant",
        ["zh-TW"] = "Hant",
    }.ToFrozenDictionary();

    /// <summary>Null: the language has one, which is written from left to right.</summary>
    public static string? Of(LanguageTag tag) =>
        tag.Script ?? Likely.GetValueOrDefault($"{tag.Language}-{tag.Region}") ?? Likely.GetValueOrDefault(tag.Language);

    public static bool IsRightToLeft(LanguageTag tag) => Of(tag) is { } script && RightToLeft.Contains(script);
}

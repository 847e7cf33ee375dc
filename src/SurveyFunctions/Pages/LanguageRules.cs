using System.Globalization;
using System.Text.RegularExpressions;

using Surveys.Definitions;
using Surveys.Readings;

namespace SurveyFunctions.Pages;

/// <summary>Whether the words that a tenant brings for a language fit the pages.</summary>
public static partial class LanguageRules
{
    private const string Months = "time.months";
    private const string Clock = "time.clock";

    /// <summary>Every problem, with JSON pointers into the language's file; empty: the words can be used.</summary>
    public static IReadOnlyList<DefinitionProblem> Check(LanguageDefinition language)
    {
        if (PageTexts.Languages.Contains(language.Language))
            return [new("/language", $"Pages have words of their own in '{language.Language}': remove this file.")];
        var problems = new List<DefinitionProblem>();
        var english = PageTexts.In(PageTexts.Languages[0]);
        var known = english.Keys.ToHashSet();
        foreach (var (key, text) in language.Texts)
        {
            if (!known.Contains(key))
                problems.Add(new($"/texts/{key}", $"Pages have no text '{key}': remove it, or correct its key."));
            else if (Mismatch(key, text, english[key].Value) is { } mismatch)
                problems.Add(new($"/texts/{key}", mismatch));
        }
        return problems;
    }

    /// <summary>What pages would show in English; empty: nothing.</summary>
    public static IReadOnlyList<DefinitionProblem> WarningsOf(LanguageDefinition language)
    {
        var missing = PageTexts.In(PageTexts.Languages[0]).Keys.Except(language.Texts.Keys).Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? [] : [new("/texts", $"{missing.Count} texts are missing and stand in English: {string.Join(", ", missing)}.")];
    }

    private static string? Mismatch(string key, string text, string english)
    {
        var (given, needed) = (PlaceholdersOf(text), PlaceholdersOf(english));
        if (!given.SequenceEqual(needed))
            return $"The English text has {(needed.Count == 0 ? "no placeholder" : string.Join(" and ", needed))}: have the same, as they are spelt there.";
        if (key == Months && text.Split('|').Length != 12)
            return "Give twelve months, with bars between them.";
        return key == Clock && !IsClock(text) ? "Give a form of the time such as HH:mm or h:mm tt." : null;
    }

    private static IReadOnlyList<string> PlaceholdersOf(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsClock(string form)
    {
        try
        {
            return form.Length > 1 && TimeOnly.MinValue.ToString(form, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\{\w*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}

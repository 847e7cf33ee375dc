using System.Globalization;
using System.Text.RegularExpressions;

using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>
/// Writes what people have in a cell as the format has it. What cannot be written so stays as it is, for the format's own rules to refuse.
/// </summary>
internal static partial class OrganisationCell
{
    public static string Read(string column, string text)
    {
        text = Trim(text);
        return column switch
        {
            "path" or "id" => WithHyphens(text).ToLowerInvariant(),
            "name" or "parent" => WithoutBreaks(text),
            "kind" or "category" => Slug.IsValid(text) || PlainWords.AsId(WithoutBreaks(text)) is not { Length: > 0 } id ? text : id,
            "enrolment" or "households" or "staff" => Number(text),
            "title1" => YesOrNo(text),
            "reduced_lunch" or "english_learners" => Percent(text),
            "languages" => List(text, LanguageTag.InUsualCase),
            "collections" => List(text, id => WithHyphens(id).ToLowerInvariant()),
            _ => text,
        };
    }

    /// <summary>Without what nobody sees at its ends; empty if that is all.</summary>
    private static string Trim(string text)
    {
        if (!OddCharacters.IsSeen(text))
            return "";
        var runes = text.EnumerateRunes().ToList();
        var first = runes.FindIndex(rune => !OddCharacters.IsInvisible(rune));
        var last = runes.FindLastIndex(rune => !OddCharacters.IsInvisible(rune));
        return string.Concat(runes[first..(last + 1)]);
    }

    /// <summary>Ids have the hyphen of the keyboard; programs put others in its place, which look alike.</summary>
    private static string WithHyphens(string text) => string.Concat(text.Select(c => c is (>= '\u2010' and <= '\u2013') or '\u2212' ? '-' : c));

    /// <summary>Without marks of where a line may break or not; those that join letters stay.</summary>
    private static string WithoutBreaks(string text) =>
        string.Concat(text.Where(c => c is not ('\u00AD' or '\u200B' or '\u2060' or '\uFEFF')).Select(c => c is '\u00A0' or '\u202F' ? ' ' : c));

    private static string YesOrNo(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "y" or "true" or "1" or "x" => "yes",
        "no" or "n" or "false" or "0" => "no",
        _ => text,
    };

    /// <summary>1,234 and 1 234 are thousands; so is a fraction of nothing but zeros none.</summary>
    public static string Number(string text)
    {
        var match = Thousands().Match(text);
        return match.Success ? string.Concat(match.Groups["whole"].Value.Where(char.IsAsciiDigit)) : text;
    }

    /// <summary>Rounded to a whole one. A bare 0.65 may be a share or less than a percent, and stays for that.</summary>
    private static string Percent(string text)
    {
        var match = Percentage().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
            return text;
        return percent is > 0 and < 1 && !match.Groups["sign"].Success
            ? text
            : Math.Round(percent, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);
    }

    private static string List(string text, Func<string, string> read)
    {
        var entries = text.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var written = entries.Select(entry => read(Trim(entry))).ToList();
        return text.Contains(',', StringComparison.Ordinal) || !written.SequenceEqual(entries) ? string.Join(';', written) : text;
    }

    [GeneratedRegex(@"^(?<whole>[0-9]+|[0-9]{1,3}([,\s'’][0-9]{3})+)(\.0+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^(?<number>[0-9]{1,3}(\.[0-9]+)?)\s*(?<sign>%)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Percentage();
}

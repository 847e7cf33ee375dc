using System.Globalization;

namespace Surveyctl.Importing;

/// <summary>
/// The words of a text in letters a to z and digits, so that case, accents and punctuation do not matter. The runtime could take accents
/// off itself only with the globalization data that the program does without.
/// </summary>
internal static class PlainWords
{
    private static readonly (string Plain, string Accented)[] Letters =
    [
        ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"), ("ae", "æ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęěẹẻẽếềểễệ"), ("g", "ĝğġģ"), ("h", "ĥħ"),
        ("i", "ìíîïĩīĭįıǐỉị"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņň"), ("o", "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ"), ("oe", "œ"), ("r", "ŕŗř"),
        ("s", "śŝşšș"), ("ss", "ß"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųưǔụủứừửữự"), ("w", "ŵ"), ("y", "ýÿŷỳỵỷỹ"), ("z", "źżž"),
    ];

    private static readonly Dictionary<char, string> PlainOf =
        Letters.SelectMany(letter => letter.Accented, (letter, accented) => (accented, letter.Plain)).ToDictionary();

    public static IReadOnlyList<string> Of(string text) =>
        string.Concat(text.ToLowerInvariant().Select(Plain)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Joined to an id; empty: there is no letter or digit in the text.</summary>
    public static string AsId(string text)
    {
        var id = string.Join('-', Of(text));
        return id.Length <= Slug.MaxLength ? id : id[..Slug.MaxLength].TrimEnd('-');
    }

    private static string Plain(char letter)
    {
        if (char.IsAsciiLetterOrDigit(letter))
            return letter.ToString();
        if (PlainOf.TryGetValue(letter, out var plain))
            return plain;
        // An apostrophe is within a word; an accent may be a character of its own.
        return letter is '\'' or '’' || char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark ? "" : " ";
    }
}

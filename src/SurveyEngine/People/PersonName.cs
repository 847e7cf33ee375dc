using System.Globalization;
using System.Text;

using Surveys.Readings;

namespace SurveyEngine.People;

/// <summary>
/// What somebody is called in lists and the audit: it is read as it is written. Nothing in it is unseen, or turns or covers what is around it; joiners, of which
/// some scripts are made, stay.
/// </summary>
public static class PersonName
{
    public const int MostCharacters = 100;

    /// <summary>On one character.</summary>
    private const int MostMarks = 4;

    public static bool IsClean(string text) => text.Length > 0 && Clean(text) == text;

    /// <summary>As much of it as is a name; empty: nothing.</summary>
    public static string Clean(string text)
    {
        var (clean, marks) = (new StringBuilder(), 0);
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            var isJoiner = rune.Value is 0x200C or 0x200D;
            var isSeen = rune.Value == ' ' || isJoiner || (!OddCharacters.IsInvisible(rune) && category is not UnicodeCategory.PrivateUse);
            if (isSeen && marks <= MostMarks && clean.Length + rune.Utf16SequenceLength <= MostCharacters)
                clean.Append(rune);
        }
        var name = clean.ToString().Trim();
        return OddCharacters.IsSeen(name) ? name : "";
    }
}

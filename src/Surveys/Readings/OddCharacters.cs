using System.Globalization;
using System.Text;

namespace Surveys.Readings;

/// <summary>Characters that look like nothing or like others, so that who typed them does not see what is wrong.</summary>
public static class OddCharacters
{
    // Letters and symbols by their category that are drawn as nothing: Hangul fillers and the empty Braille pattern.
    private static readonly Rune[] Blank = [new(0x115F), new(0x1160), new(0x3164), new(0xFFA0), new(0x2800)];

    /// <summary>Whether anything of a text is seen.</summary>
    public static bool IsSeen(string text) => text.EnumerateRunes().Any(rune => !IsInvisible(rune) && !IsMark(rune));

    public static bool IsInvisible(Rune rune) => Rune.IsWhiteSpace(rune) || Blank.Contains(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned;

    /// <summary>Names the first character that an id or a number never has, to be put behind what is wrong with the text; empty: there is none.</summary>
    public static string Explain(string text)
    {
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            position++;
            if (!rune.IsAscii)
                return $" (character {position} is U+{rune.Value:X4}, {(IsInvisible(rune) ? "which nobody can see" : "not an ASCII character")})";
        }
        return "";
    }

    /// <summary>Names the first character that is none: half of one, or what stands for one that a program could not read. Null: all are.</summary>
    public static string? ExplainLost(string text)
    {
        var (position, index) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            position++;
            if (rune == Rune.ReplacementChar)
            {
                return text[index] == rune.Value
                    ? $"Character {position} is U+FFFD, which stands for one that was read in the wrong encoding: type it, or export the table again as UTF-8."
                    : $"Character {position} is U+{(int)text[index]:X4}, half of a character: type it again.";
            }
            index += rune.Utf16SequenceLength;
        }
        return null;
    }

    /// <summary>Whether it is drawn onto the character before it: which of them are one character together depends on the keyboard.</summary>
    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;
}

using System.Numerics;

using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>Writes the canonical form in one piece of memory: its length is known before the first character.</summary>
internal static class AnswerWriter
{
    public static string Write(AnswerSheet sheet) => string.Create(LengthOf(sheet), sheet, Fill);

    private static int LengthOf(AnswerSheet sheet)
    {
        var words = AnswerVocabulary.Of(sheet.Survey).Items;
        var (length, answered) = (2, 0);
        for (var i = 0; i < words.Length; i++)
        {
            if (sheet.Codes[i] == 0)
                continue;
            answered++;
            length += words[i].Name.Length + LengthOf(words[i], sheet.Codes[i], sheet.Comments);
        }
        return length + Math.Max(0, answered - 1);
    }

    private static int LengthOf(AnswerVocabulary.ItemWords words, int code, IReadOnlyDictionary<string, string> comments)
    {
        switch (words.Item.Kind)
        {
            case ItemKind.MultipleChoice:
                // Brackets, and a comma after all but the last.
                var length = 2 + BitOperations.PopCount((uint)code) - 1;
                for (var mask = code; mask != 0; mask &= mask - 1)
                    length += words.Values[BitOperations.TrailingZeroCount(mask)].Length;
                return length;
            case ItemKind.Comment:
                return CommentQuote.LengthOf(comments[words.Item.Id]);
            default:
                return words.Values[code - 1].Length;
        }
    }

    private static void Fill(Span<char> json, AnswerSheet sheet)
    {
        var words = AnswerVocabulary.Of(sheet.Survey).Items;
        var separator = "{";
        for (var i = 0; i < words.Length; i++)
        {
            if (sheet.Codes[i] == 0)
                continue;
            Put(ref json, separator);
            Put(ref json, words[i].Name);
            PutValue(ref json, words[i], sheet.Codes[i], sheet.Comments);
            separator = ",";
        }
        Put(ref json, separator is "{" ? "{}" : "}");
    }

    private static void PutValue(ref Span<char> json, AnswerVocabulary.ItemWords words, int code, IReadOnlyDictionary<string, string> comments)
    {
        switch (words.Item.Kind)
        {
            case ItemKind.MultipleChoice:
                var separator = "[";
                for (var mask = code; mask != 0; mask &= mask - 1)
                {
                    Put(ref json, separator);
                    Put(ref json, words.Values[BitOperations.TrailingZeroCount(mask)]);
                    separator = ",";
                }
                Put(ref json, "]");
                break;
            case ItemKind.Comment:
                json = json[CommentQuote.Write(comments[words.Item.Id], json)..];
                break;
            default:
                Put(ref json, words.Values[code - 1]);
                break;
        }
    }

    private static void Put(ref Span<char> json, string text)
    {
        text.CopyTo(json);
        json = json[text.Length..];
    }
}

/// <summary>
/// A comment as a JSON string with nothing escaped but quotes, backslashes and control characters (RFC 8259, section 7):
/// readable in any script, at most twice its length, and the same text under every version of .NET, since its hash tells
/// a replay. It goes into a table, never into a page as it is.
/// </summary>
internal static class CommentQuote
{
    /// <summary>Characters that <see cref="Write"/> writes, the quotes among them.</summary>
    public static int LengthOf(string comment)
    {
        var length = 2;
        foreach (var c in comment)
            length += c is '"' or '\\' or '\n' or '\t' ? 2 : c < ' ' ? 6 : 1;
        return length;
    }

    /// <returns>How many characters were written.</returns>
    public static int Write(string comment, Span<char> json)
    {
        var length = 0;
        json[length++] = '"';
        foreach (var c in comment)
        {
            switch (c)
            {
                case '"' or '\\':
                    json[length++] = '\\';
                    json[length++] = c;
                    break;
                case '\n':
                    json[length++] = '\\';
                    json[length++] = 'n';
                    break;
                case '\t':
                    json[length++] = '\\';
                    json[length++] = 't';
                    break;
                case < ' ':
                    json[length..].TryWrite($"\\u{(int)c:x4}", out var written);
                    length += written;
                    break;
                default:
                    json[length++] = c;
                    break;
            }
        }
        json[length++] = '"';
        return length;
    }
}

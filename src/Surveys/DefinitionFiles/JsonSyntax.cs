using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>Explains what is not JSON in a file to who wrote it in an editor, or in a word processor.</summary>
internal static class JsonSyntax
{
    /// <summary>What stands where one typed a quote.</summary>
    private static readonly SearchValues<char> OtherQuotes = SearchValues.Create("\u201C\u201D\u201E\u201F\u00AB\u00BB\u2018\u2019\u201A\u201B\u2032\u2033\uFF02");

    /// <summary>
    /// The first place that is not JSON in UTF-8; null: there is none. Every string is decoded once here, because half a surrogate pair
    /// (<c>\ud83d</c> alone) is JSON but no text, and would throw later, wherever it is first read.
    /// </summary>
    public static DefinitionProblem? Check(ReadOnlySpan<byte> utf8)
    {
        if (InvalidByte(utf8) is { } offset)
            return new DefinitionProblem(LineAndColumn(utf8, offset), "This is not UTF-8: save the file as UTF-8.");

        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
            return null;
        }
        catch (JsonException problem)
        {
            var at = OffsetOf(utf8, problem.LineNumber ?? 0, problem.BytePositionInLine ?? 0);
            var (place, message) = Explain(utf8, at, problem.Message);
            return new DefinitionProblem(LineAndColumn(utf8, place), $"This is not JSON: {message}");
        }
        catch (InvalidOperationException)
        {
            return new DefinitionProblem(
                LineAndColumn(utf8, reader.TokenStartIndex),
                "This text has an escape that is no character: write the character itself, or both halves of the pair.");
        }
    }

    /// <param name="utf8">The file.</param>
    /// <param name="at">Where its reader stopped.</param>
    /// <param name="message">What its reader says.</param>
    private static (int Place, string Message) Explain(ReadOnlySpan<byte> utf8, int at, string message)
    {
        var begin = utf8[..at].LastIndexOf((byte)'\n') + 1;
        if (at == utf8.Length)
            return (at, utf8.ContainsAnyExcept(" \t\r\n"u8)
                ? "the file ends too early: a quote, } or ] is missing."
                : "the file is empty.");
        Rune.DecodeFromUtf8(utf8[at..], out var here, out _);
        var before = utf8[..at].TrimEnd(" \t\r\n"u8);
        if (IsOtherQuote(here))
            return (at, ExplainQuote(here));
        if (message.Contains("within a JSON string", StringComparison.Ordinal) && here.Value is '\n' or '\r')
        {
            // The text began on this line, and what was to end it may be there.
            var line = Encoding.UTF8.GetString(utf8[begin..at]);
            var quote = line.AsSpan().LastIndexOfAny(OtherQuotes);
            return quote >= 0
                ? (begin + Encoding.UTF8.GetByteCount(line.AsSpan(0, quote)), ExplainQuote(new Rune(line[quote])))
                : (at, "a text goes on beyond the end of its line: end it with \", and write \\n for a line break within it.");
        }
        return (at, here.Value switch
        {
            '\'' => "this is ': names and texts stand between \".",
            '/' or '#' => "here begins a comment, and JSON has none: remove it.",
            '}' or ']' when before is [.., (byte)','] => "a comma follows the last entry: remove it.",
            _ when message.Contains("is invalid after a value", StringComparison.Ordinal) =>
                "a comma is missing before this, or a quote within a text is not written \\\".",
            _ => WithoutPosition(message),
        });
    }

    private static bool IsOtherQuote(Rune rune) => rune.IsBmp && OtherQuotes.Contains((char)rune.Value);

    private static string ExplainQuote(Rune quote) => $"this is {quote} (U+{quote.Value:X4}), which word processors make of a quote: write \" in its place.";

    private static long? InvalidByte(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
            return null;
        var scratch = new char[utf8.Length];
        Utf8.ToUtf16(utf8, scratch, out var valid, out _, replaceInvalidSequences: false);
        return valid;
    }

    private static int OffsetOf(ReadOnlySpan<byte> utf8, long line, long byteInLine)
    {
        var begin = 0;
        for (var i = 0L; i < line && utf8[begin..].IndexOf((byte)'\n') is >= 0 and var end; i++)
            begin += end + 1;
        return (int)Math.Min(begin + byteInLine, utf8.Length);
    }

    /// <summary>Both count from 1, columns in characters as editors count them.</summary>
    private static string LineAndColumn(ReadOnlySpan<byte> utf8, long offset)
    {
        var before = utf8[..(int)offset];
        return $"line {before.Count((byte)'\n') + 1}, column {Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1}";
    }

    private static string WithoutPosition(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;
}

using System.Buffers;
using System.Text;

using Surveys.Readings;

namespace Surveys.Csv;

/// <summary>CSV as it is given out: RFC 4180, for files that begin with <see cref="ByteOrderMark"/>.</summary>
public static class CsvText
{
    /// <summary>Without it Excel does not take the file for UTF-8.</summary>
    public const string ByteOrderMark = "\uFEFF";

    /// <summary>A spreadsheet takes a cell that begins with one of these, some of them also in full width, for a formula.</summary>
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\uFF1D\uFF0B\uFF0D\uFF20");

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\t\r\n");

    /// <summary>One line with its end. What a spreadsheet would calculate gets an apostrophe before it; a whole number is one, below zero too.</summary>
    public static void AppendLine(StringBuilder csv, ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                csv.Append(',');
            var quote = fields[i].AsSpan().ContainsAny(Quoted) ? "\"" : "";
            csv.Append(quote);
            AppendText(csv, fields[i]);
            csv.Append(quote);
        }
        csv.Append("\r\n");
    }

    private static bool IsWholeNumber(ReadOnlySpan<char> field) => field is ['-', .. var digits] && !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');

    /// <summary>
    /// A program that separates at semicolons or tabs, as where the comma is the decimal sign, finds our quotes amid its cells, where they
    /// enclose nothing: its cells and lines begin within a field too. Characters that nobody sees may be passed over before a formula, and a
    /// tab or a line break at the beginning dropped (<see href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV Injection</see>).
    /// </summary>
    private static void AppendText(StringBuilder csv, string field)
    {
        var (index, isBegin) = (0, !IsWholeNumber(field));
        foreach (var rune in field.EnumerateRunes())
        {
            var isBreak = field[index] is '\t' or '\r' or '\n';
            if ((isBegin && FormulaStarts.Contains(field[index])) || (isBreak && index == 0))
                csv.Append('\'');
            isBegin = isBreak || field[index] is ';' || (isBegin && (field[index] is '"' || OddCharacters.IsInvisible(rune)));
            if (field[index] is '"')
                csv.Append('"');
            csv.Append(field, index, rune.Utf16SequenceLength);
            index += rune.Utf16SequenceLength;
        }
    }
}

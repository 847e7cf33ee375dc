using System.Buffers;
using System.Text;

namespace Surveys.Csv;

/// <summary>CSV as it is given out: RFC 4180, for files that begin with <see cref="ByteOrderMark"/>.</summary>
public static class CsvText
{
    /// <summary>Without it Excel does not take the file for UTF-8.</summary>
    public const string ByteOrderMark = "\uFEFF";

    /// <summary>A spreadsheet takes a field that begins with one of these for a formula.</summary>
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r");

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    /// <summary>One line with its end. A field that a spreadsheet would calculate gets an apostrophe before it.</summary>
    public static void AppendLine(StringBuilder csv, ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                csv.Append(',');
            var field = fields[i];
            if (field.Length > 0 && FormulaStarts.Contains(field[0]))
                field = "'" + field;
            if (field.AsSpan().ContainsAny(Quoted))
                csv.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                csv.Append(field);
        }
        csv.Append("\r\n");
    }
}

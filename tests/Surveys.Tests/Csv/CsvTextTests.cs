using System.Text;

using FsCheck;
using FsCheck.Fluent;

using Surveys.Csv;

namespace Surveys.Tests.Csv;

public sealed class CsvTextTests
{
    private static readonly Gen<string> Fields = Gen.Elements("=", "-", "\uFF20", "'", "\"", ",", ";", "\t", "\r", "\n", " ", "\u200B", "1", "x")
        .ListOf().Select(string.Concat).Where(field => field.Length < 12);

    [Theory]
    [InlineData("fall-2026", "fall-2026")]
    [InlineData("3.5", "3.5")]
    [InlineData("Good food, 1+1 = 2", "\"Good food, 1+1 = 2\"")]
    [InlineData("\"Good\"", "\"\"\"Good\"\"\"")]
    [InlineData("one;two", "\"one;two\"")]
    [InlineData("one\ttwo", "\"one\ttwo\"")]
    [InlineData("one\ntwo", "\"one\ntwo\"")]
    [InlineData("'=1+1", "'=1+1")]
    [InlineData("😀 = good", "😀 = good")]
    public void Text_and_numbers_stay_as_they_are_in_quotes_where_any_program_separates(string field, string written) =>
        Assert.Equal($"a,{written},b\r\n", LineOf("a", field, "b"));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "-1")]
    [InlineData("-20", "-20")]
    [InlineData("-", "'-")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("\uFF0B1", "'\uFF0B1")]
    [InlineData("\uFF0D1", "'\uFF0D1")]
    [InlineData("\uFF20A", "'\uFF20A")]
    [InlineData("  =1", "  '=1")]
    [InlineData("\u200B\uFEFF=1", "\u200B\uFEFF'=1")]
    [InlineData("\U000E0020=1", "\U000E0020'=1")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\r=1", "\"'\r'=1\"")]
    [InlineData("\nx\n\ny", "\"'\nx\n\ny\"")]
    [InlineData("x;=1+1;y", "\"x;'=1+1;y\"")]
    [InlineData("x\t\u00A0@A1", "\"x\t\u00A0'@A1\"")]
    [InlineData("x\r\n=1", "\"x\r\n'=1\"")]
    [InlineData("x\r-1", "\"x\r'-1\"")]
    [InlineData("x;\"=1&\"", "\"x;\"\"'=1&\"\"\"")]
    public void What_a_spreadsheet_would_calculate_has_an_apostrophe_before_it(string field, string written) =>
        Assert.Equal($"a,{written}\r\n", LineOf("a", field));

    [Fact]
    public void No_cell_is_a_formula_whatever_a_program_separates_at() =>
        Properties.Hold(Fields, field => ",;\t".All(separator => CellsOf(LineOf("a", field, "b"), separator).All(cell => !IsFormula(cell))), count: 5000);

    [Fact]
    public void What_was_written_and_read_is_written_the_same_again() =>
        Properties.Hold(
            Fields, field => Reread(Reread(field)) == Reread(field) && WithoutApostrophes(Reread(field)) == WithoutApostrophes(field), count: 5000);

    private static string WithoutApostrophes(string text) => text.Replace("'", "", StringComparison.Ordinal);

    private static string Reread(string field) => CellsOf(LineOf("a", field), ',')[1];

    private static string LineOf(params string[] fields)
    {
        var csv = new StringBuilder();
        CsvText.AppendLine(csv, fields);
        return csv.ToString();
    }

    private static bool IsFormula(string cell) =>
        cell.TrimStart(' ', '\u200B') is ['=' or '-' or '\uFF20', ..] && !(cell is ['-', _, ..] && cell[1..].All(char.IsAsciiDigit));

    /// <summary>As spreadsheet programs do: quotes enclose what begins with one, and what follows the closing one is text again.</summary>
    private static List<string> CellsOf(string csv, char separator)
    {
        var cells = new List<string>();
        for (var i = 0; i < csv.Length; i++)
        {
            var cell = new StringBuilder();
            if (csv[i] is '"')
            {
                for (i++; i < csv.Length && (csv[i] is not '"' || (i + 1 < csv.Length && csv[++i] is '"')); i++)
                    cell.Append(csv[i]);
            }
            for (; i < csv.Length && csv[i] != separator && csv[i] is not ('\r' or '\n'); i++)
                cell.Append(csv[i]);
            cells.Add(cell.ToString());
        }
        return cells;
    }
}

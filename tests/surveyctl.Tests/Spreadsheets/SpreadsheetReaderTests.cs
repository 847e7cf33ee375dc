using System.Text;

using Surveyctl.Spreadsheets;

using Surveys.Readings;

namespace Surveyctl.Tests.Spreadsheets;

public sealed class SpreadsheetReaderTests
{
    [Theory]
    [InlineData("Name,Enrollment\r\n\"Alder, upper\",120\r\n")]
    [InlineData("Name;Enrollment\r\nAlder, upper;120\r\n")]
    [InlineData("Name\tEnrollment\r\nAlder, upper\t120\r\n")]
    [InlineData("\r\n\"Name\"\t\"Enrollment\"\r\nAlder, upper\t120\t\t\r\n\t\t\r\n")]
    public void Cells_may_be_separated_by_commas_semicolons_or_tabs(string text)
    {
        foreach (var encoding in new[] { new UTF8Encoding(false), Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var table = Read([.. encoding.Preamble, .. encoding.GetBytes(text)], out var problems);
            Assert.Empty(problems);
            Assert.Equal(["Name", "Enrollment"], table!.Header.Cells.Take(2));
            Assert.Equal(["Alder, upper", "120"], Assert.Single(table.Rows).Cells.Take(2));
            Assert.Null(table.Sheet);
        }
    }

    [Fact]
    public void The_separator_is_the_one_that_the_header_has_most_of_outside_of_quotes()
    {
        var table = Read("\"Name, as shown; in full\";Languages\nAlder;\"so, en\"\n"u8.ToArray(), out _);
        Assert.Equal(["Name, as shown; in full", "Languages"], table!.Header.Cells);
        Assert.Equal(["line 2", "Languages"], [table.Rows[0].Place, table.ColumnName(1)]);
    }

    [Theory]
    [InlineData("PDF", "%PDF-1.7\n%\u00E2\u00E3")]
    [InlineData("JSON", "\uFEFF {\"schools\": []}")]
    [InlineData("JSON", "[1]")]
    [InlineData("HTML or XML", "\r\n<html><table><tr><td>Name</td></tr></table></html>")]
    [InlineData("neither text nor", "Name\0,\0")]
    [InlineData("ZIP archive", "zip:schools.csv")]
    [InlineData("OpenDocument", "zip:content.xml")]
    [InlineData("Word", "zip:word/document.xml")]
    [InlineData("Numbers", "zip:Index/Document.iwa")]
    [InlineData("damaged or incomplete", "PK\u0003\u0004 and no more")]
    [InlineData("empty", "")]
    [InlineData("empty", "\uFEFF\r\n,,,\r\n")]
    [InlineData("whole header is in one cell", "\"Name,Enrollment\"\n\"Alder,120\"\n")]
    public void A_file_of_another_shape_is_named_in_one_line(string named, string content)
    {
        var file = content.StartsWith("zip:", StringComparison.Ordinal)
            ? SmallWorkbook.Zip(new Dictionary<string, string> { [content[4..]] = "x" })
            : Encoding.UTF8.GetBytes(content);
        Assert.Contains(named, Problem(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_with_all_its_text_in_the_first_column_is_named_so() =>
        Assert.Equal(
            "row 1: The whole header is in one cell: split the text into columns.",
            Problem(SmallWorkbook.Typed(["Name;Enrollment"], ["Alder;120"])).ToString());

    [Fact]
    public void Workbooks_of_other_kinds_are_named()
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
        Assert.Contains(".xls", Problem(compound).Message, StringComparison.Ordinal);
        Assert.Contains("has a password", Problem([.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage")]).Message, StringComparison.Ordinal);
        var binary = SmallWorkbook.Zip(new Dictionary<string, string>
        {
            ["_rels/.rels"] = """<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>""",
        });
        Assert.Contains(".xlsb", Problem(binary).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_that_is_not_UTF_8_is_told() =>
        Assert.Equal("line 3", Problem([.. "Name,Enrollment\nAlder,120\nCaf"u8, 0xE9, .. ",80\n"u8]).Place);

    [Theory]
    [InlineData("D800")]
    [InlineData("DE00")]
    public void The_line_of_half_a_character_is_told(string half)
    {
        var unit = Convert.FromHexString(half);
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = encoding.Equals(Encoding.Unicode) ? [unit[1], unit[0]] : unit;
            var problem = Problem([.. encoding.Preamble, .. encoding.GetBytes("Name\n😀\nCaf"), .. bytes, .. encoding.GetBytes("\n")]);
            Assert.Equal($"line 3: Here is U+{half}, half of a character: type it again.", problem.ToString());
        }
        // Three bytes of its own in what some databases call UTF-8.
        Assert.Equal("line 3", Problem([.. "Name\nAlder\nCaf"u8, 0xED, (byte)(unit[0] == 0xD8 ? 0xA0 : 0xB8), 0x80]).Place);
        Assert.Contains("ends within", Problem([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Name\n"), 0x41]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_read_in_the_wrong_encoding_is_told_cell_by_cell()
    {
        Read("School,Name\nalder,Caf\uFFFD\nbirch,\uFFFDle\n"u8.ToArray(), out var problems);
        Assert.Equal(["line 2, column Name", "line 3, column Name"], problems.Select(problem => problem.Place));
        Assert.Contains("Character 4 is U+FFFD", problems[0].Message, StringComparison.Ordinal);
    }

    private static Spreadsheet? Read(byte[] file, out List<DefinitionProblem> problems) => SpreadsheetReader.Read(file, problems = []);

    private static DefinitionProblem Problem(byte[] file)
    {
        Assert.Null(Read(file, out var problems));
        return Assert.Single(problems);
    }
}

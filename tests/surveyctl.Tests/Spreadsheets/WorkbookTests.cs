using System.Globalization;

using Surveyctl.Spreadsheets;

using Surveys.Readings;

namespace Surveyctl.Tests.Spreadsheets;

public sealed class WorkbookTests
{
    [Theory]
    [InlineData("120", "General", "120")]
    [InlineData("120.0", "General", "120")]
    [InlineData("1.2E2", "General", "120")]
    [InlineData("0.30000000000000004", "General", "0.3")]
    [InlineData("123456789012", "General", "123456789012")]
    [InlineData("-4", "General", "-4")]
    [InlineData("0.65", "0%", "65%")]
    [InlineData("0.654", "0.0%", "65.4%")]
    [InlineData("1", "0%", "100%")]
    [InlineData("7", "0000", "0007")]
    [InlineData("1234", "#,##0", "1,234")]
    [InlineData("1234", "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", "1,234.00")]
    [InlineData("0", "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", "0")]
    [InlineData("312", "0.00E+00", "312")]
    [InlineData("4", "\"SCH-\"00", "SCH-04")]
    [InlineData("0.5", "# ?/?", "0.5")]
    [InlineData("2.675", "0.00", "2.68")]
    [InlineData("46266", "[$-409]d\\-mmm\\-yy;@", "2026-09-01")]
    [InlineData("46266.5", "m/d/yyyy", "2026-09-01 12:00:00")]
    [InlineData("0.75", "h:mm AM/PM", "18:00:00")]
    [InlineData("1e300", "0000", "1E+300")]
    public void Numbers_are_read_as_people_see_them(string value, string format, string shown)
    {
        var table = Read(SmallWorkbook.Of($"""
            <row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="2"><c r="A2" s="{SmallWorkbook.StyleOf(format)}"><v>{value}</v></c></row>
            """));
        Assert.Equal(shown, table.Rows[0][0]);
    }

    [Fact]
    public void Days_may_count_from_1904()
    {
        var table = Read(SmallWorkbook.Of(
            [("Dates", "visible", $"""<row><c s="{SmallWorkbook.StyleOf("m/d/yyyy")}"><v>44804</v></c></row>""")], areFrom1904: true));
        Assert.Equal("2026-09-01", table.Header[0]);
    }

    [Fact]
    public void Every_kind_of_cell_is_read_and_what_is_empty_leaves_its_place()
    {
        var table = Read(SmallWorkbook.Of(
            """
            <row r="1"/>
            <row r="2" hidden="1"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" s="1"/></row>
            <row r="3"><c r="C3" t="inlineStr"><is><t>   </t></is></c></row>
            <row r="7"><c r="A7" t="b"><v>1</v></c><c r="B7" t="str"><f>A1&amp;"x"</f><v>a_x000D_x</v></c><c t="e"><v>#N/A</v></c><c r="AB7"><f>SUM(A1:A2)</f></c></row>
            <row><c><v>5</v></c></row>
            """,
            """<si><t>School </t></si><si><r><t xml:space="preserve">Two </t></r><r><rPr><b/></rPr><t>words</t></r><rPh sb="0" eb="1"><t>said</t></rPh></si>"""));

        Assert.Equal("row 2", table.Header.Place);
        Assert.Equal(["School ", "", "Two words"], table.Header.Cells);
        Assert.Equal([7, 8], table.Rows.Select(row => row.Number));
        Assert.Equal(["TRUE", "a\rx", "#N/A", ""], table.Rows[0].Cells.Take(4));
        // Nobody has calculated it.
        Assert.Equal("=SUM(A1:A2)", table.Rows[0][27]);
        Assert.Equal("", table.Rows[0][28]);
        Assert.Equal(["A (School)", "B", "C (Two words)", "AB"], new[] { 0, 1, 2, 27 }.Select(table.ColumnName));
    }

    [Fact]
    public void The_first_sheet_that_can_be_seen_is_read_and_the_others_are_named()
    {
        const string Row = "<row><c><v>1</v></c></row>";
        var table = Read(SmallWorkbook.Of([("Lists", "hidden", Row), ("Schools", "visible", Row), ("Notes", "visible", ""), ("Old", "veryHidden", Row)]));
        Assert.Equal(("Schools", "Notes"), (table.Sheet, Assert.Single(table.OtherSheets)));

        var problem = Problem(SmallWorkbook.Of([("Cover", "visible", ""), ("Schools", "visible", Row)]));
        Assert.Equal("The first sheet, 'Cover', is empty: move the one with the table to the front.", problem.Message);
    }

    [Theory]
    [InlineData("""<row r="2000000000"><c><v>1</v></c></row>""", "row 2000000000")]
    [InlineData("""<row r="99999999999"><c><v>1</v></c></row>""", "")]
    [InlineData("""<row><c r="ZZZ1"><v>1</v></c></row>""", "cell ZZZ1")]
    [InlineData("""<row><c r="ZZZZZZZ1"><v>1</v></c></row>""", "cell ZZZZZZZ1")]
    [InlineData("""<row><c t="s"><v>7</v></c></row>""", "text 7")]
    [InlineData("""<row><c><v>many</v></c></row>""", "many")]
    [InlineData("""<row><c s="none"><v>1</v></c></row>""", "none")]
    [InlineData("<row><c><v>1</v></c>", "")]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><row/>", "")]
    public void A_sheet_that_no_program_wrote_is_a_problem(string rows, string named)
    {
        var message = Problem(SmallWorkbook.Of(rows)).Message;
        Assert.StartsWith("This workbook cannot be read: ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    /// <summary>Three hundred rows of one cell each, at the far right, take as much memory as a table of millions.</summary>
    [Fact]
    public void A_sheet_with_something_far_to_the_right_of_very_many_rows_is_a_problem()
    {
        var rows = string.Concat(Enumerable.Range(1, 300).Select(row => $"<row r=\"{row}\"><c r=\"XFD{row}\" t=\"inlineStr\"><is><t>x</t></is></c></row>"));

        Assert.Contains("remove what is far to the right of the table", Problem(SmallWorkbook.Of(rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_that_unpacks_to_any_size_is_not_unpacked()
    {
        var parts = SmallWorkbook.Of(new string(' ', 257 * 1024 * 1024));
        Assert.InRange(parts.Length, 1, 2_000_000);
        Assert.Contains("unpacks to 257 MiB, and at most 256 are read", Problem(parts).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_is_longer_than_its_archive_says_is_read_no_further()
    {
        const int Length = 40_000_000;
        var rows = $"<row><c><v>1</v></c></row>{new string(' ', Length)}";
        var file = SmallWorkbook.Of(rows);
        var declared = BitConverter.GetBytes(rows.Length + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData></sheetData></worksheet>".Length);
        // In the directory at the end of the archive.
        var place = file.AsSpan().LastIndexOf(declared);
        BitConverter.GetBytes(1000).CopyTo(file, place);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEqual("", Problem(file).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Length / 4);
    }

    [Fact]
    public void A_workbook_that_was_damaged_anywhere_is_read_or_a_problem()
    {
        var whole = SmallWorkbook.Typed(["Name", "Enrollment"], ["Alder", "120"], ["Birch", "80"]);
        for (var i = 0; i < whole.Length; i++)
        {
            var file = whole.ToArray();
            file[i] ^= 0x10;
            var problems = new List<DefinitionProblem>();
            Assert.True(SpreadsheetReader.Read(file, problems) is not null || problems.Count == 1, $"byte {i.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static Spreadsheet Read(byte[] file)
    {
        var problems = new List<DefinitionProblem>();
        var table = SpreadsheetReader.Read(file, problems);
        Assert.Empty(problems);
        return table!;
    }

    private static DefinitionProblem Problem(byte[] file)
    {
        var problems = new List<DefinitionProblem>();
        Assert.Null(SpreadsheetReader.Read(file, problems));
        return Assert.Single(problems);
    }
}

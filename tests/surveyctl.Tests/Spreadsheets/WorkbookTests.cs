using System.Text;

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
    [InlineData("312", "F999999999", "312")]
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
    [InlineData("""<row r="99999999999"><c><v>1</v></c></row>""", "row 99999999999")]
    [InlineData("""<row><c r="ZZZ1"><v>1</v></c></row>""", "cell ZZZ1")]
    [InlineData("""<row><c r="ZZZZZZZ1"><v>1</v></c></row>""", "cell ZZZZZZZ1")]
    [InlineData("""<row><c t="s"><v>7</v></c></row>""", "text 7")]
    [InlineData("""<row><c><v>many</v></c></row>""", "number 'many'")]
    [InlineData("""<row><c><v>NaN</v></c></row>""", "number 'NaN'")]
    [InlineData("""<row><c s="none"><v>1</v></c></row>""", "style 'none' of cells")]
    [InlineData("""<row><c s="-1"><v>1</v></c></row>""", "style '-1' of cells")]
    [InlineData("<row><c><v>1</v></c>", null)]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'b'>]><row/>", null)]
    public void A_sheet_that_no_program_wrote_is_a_problem(string rows, string? named) =>
        Assert.Equal(
            $"This workbook cannot be read: It {(named is null ? "is damaged" : $"has {(named.StartsWith("text", StringComparison.Ordinal) ? "no" : "a")} {named}")}. "
            + "Open it in a spreadsheet program and save it again, or as 'CSV UTF-8'.",
            Problem(SmallWorkbook.Of(rows)).Message);

    [Fact]
    public void Cells_and_texts_may_have_no_content()
    {
        var table = Read(SmallWorkbook.Of(
            """<row><c t="inlineStr"><is/></c><c><v/></c><c><f/></c><c t="inlineStr"><is><t/></is></c><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>""",
            "<si/><si><t>x</t></si>"));
        Assert.Equal(["", "", "", "", "", "x"], table.Header.Cells);
    }

    [Fact]
    public void Parts_are_found_whatever_the_case_of_their_names()
    {
        var parts = SmallWorkbook.PartsOf([("Schools", "visible", """<row><c t="s"><v>0</v></c></row>""")], "<si><t>Name</t></si>");
        var renamed = parts.ToDictionary(part => part.Key.Replace("sharedStrings", "SharedStrings", StringComparison.Ordinal), part => part.Value);
        Assert.Equal("Name", Read(SmallWorkbook.Zip(renamed)).Header[0]);
    }

    [Theory]
    [InlineData("_xD800_", "Character 3 is U+D800, half of a character: type it again.")]
    [InlineData("_xDE00_", "Character 3 is U+DE00, half of a character: type it again.")]
    [InlineData("\uFFFD", "Character 3 is U+FFFD, which stands for one that was read in the wrong encoding")]
    public void A_character_that_is_none_is_named_with_its_place(string character, string message)
    {
        var problems = new List<DefinitionProblem>();
        SpreadsheetReader.Read(SmallWorkbook.Typed(["School", "Name"], ["alder", $"😀 {character}"]), problems);
        var problem = Assert.Single(problems);
        Assert.Equal("row 2, column B (Name)", problem.Place);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_may_be_written_as_its_halves() =>
        Assert.Equal("😀", Read(SmallWorkbook.Typed(["_xD83D__xDE00_"])).Header[0]);

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

    [Theory]
    [InlineData("<row><c t=\"inlineStr\"><is><t>", "</t></is></c></row>")]
    [InlineData("<row r=\"", "\"/>")]
    [InlineData("<!--", "-->")]
    public void A_tag_or_a_text_that_no_program_wrote_is_read_no_further(string begin, string end)
    {
        const int Length = 40_000_000;
        var file = SmallWorkbook.Of($"{begin}{new string('1', Length)}{end}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("a text of more than 1048576 characters", Problem(file).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Length / 2);
    }

    [Fact]
    public void A_text_of_many_parts_that_no_cell_holds_is_a_problem()
    {
        var parts = string.Concat(Enumerable.Repeat("<r><t>abcdefghij</t></r>", 6554));
        Assert.Contains("a text of more than 65535 characters in a cell", Problem(SmallWorkbook.Of("", $"<si>{parts}</si>")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_may_be_in_UTF_16_and_is_never_read_in_another_encoding()
    {
        const string Row = """<row><c t="inlineStr"><is><t>Café</t></is></c></row>""";
        Assert.Equal("Café", Read(SmallWorkbook.Of(Row, encoding: Encoding.Unicode)).Header[0]);
        Assert.Contains("It is damaged", Problem(SmallWorkbook.Of(Row, encoding: Encoding.Latin1)).Message, StringComparison.Ordinal);
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
            IsReadOrExplained(file);
        }
    }

    [Fact]
    public void A_workbook_whose_XML_was_changed_anywhere_is_read_or_a_problem_in_our_words()
    {
        var parts = SmallWorkbook.PartsOf(
            [("Schools", "visible", $"""
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Enrollment</t></is></c></row>
                <row r="2"><c r="A2" t="str"><f>A1</f><v>Alder_x000D_</v></c><c r="B2" s="{SmallWorkbook.StyleOf("0%")}"><v>0.65</v></c></row>
                """)],
            "<si><r><t>School</t></r></si>");
        var random = new Random(20_260_901);
        for (var i = 0; i < 2000; i++)
        {
            var changed = new Dictionary<string, string>(parts);
            var name = changed.Keys.ElementAt(random.Next(changed.Count));
            for (var changes = random.Next(3); changes >= 0; changes--)
                changed[name] = Change(changed[name], random);
            IsReadOrExplained(SmallWorkbook.Zip(changed));
        }
    }

    /// <summary>In words of ours, not of who reads XML and archives for us.</summary>
    private static void IsReadOrExplained(byte[] file)
    {
        var problems = new List<DefinitionProblem>();
        if (SpreadsheetReader.Read(file, problems) is null)
            Assert.Matches(
                "^(This workbook cannot be read: It(s part .+| is damaged| has .+)\\. Open it|This file is damaged|This is (a|an|HTML|neither) |The first sheet, |The file is empty)",
                Assert.Single(problems).Message);
    }

    /// <summary>Another character, something left out, or something twice.</summary>
    private static string Change(string text, Random random)
    {
        var (at, length) = (random.Next(text.Length), random.Next(12));
        var rest = text[Math.Min(text.Length, at + length)..];
        return random.Next(3) switch
        {
            0 => $"{text[..at]}{(char)random.Next(' ', '\u0180')}{text[(at + 1)..]}",
            1 => $"{text[..at]}{rest} ",
            _ => $"{text[..(text.Length - rest.Length)]}{text[at..]}",
        };
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

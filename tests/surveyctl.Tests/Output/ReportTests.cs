using Surveyctl.Output;

namespace Surveyctl.Tests.Output;

public sealed class ReportTests
{
    private static readonly string[] Columns = ["Wave", "Tenant", "State", "Survey", "Schools"];

    private static readonly string[] Row =
        ["southeast-2026-families", "southeast-seattle", "open", "family-climate-of-all-our-schools version 1", "1234"];

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void A_row_that_is_wider_than_the_terminal_has_its_cells_whole_below_each_other(int width)
    {
        var lines = Render(width, Columns, Row);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(Row[0], lines[0]);
        Assert.Equal(
            Columns.Zip(Row).Skip(1).Select(cell => $"  {cell.First,-7}  {cell.Second}"),
            lines[1..]);
    }

    [Fact]
    public void On_a_pipe_a_row_is_a_line_however_long_it_is()
    {
        string[] longest = [.. Row.Select(cell => cell + new string('x', 100))];
        Assert.Equal($"  {string.Join("  ", longest)}".Trim(), Render(width: null, Columns, longest)[^1]);
    }

    [Fact]
    public void Columns_stand_below_each_other_in_letters_that_are_two_columns_wide()
    {
        var lines = Render(80, ["Name", "Schools"], ["學校", "14"], ["Beacon", "3"]);
        Assert.Equal(["Name    Schools", "----    -------", "學校    14", "Beacon  3"], lines);
    }

    [Fact]
    public void A_text_that_does_not_fit_beside_its_name_stands_below_it()
    {
        var id = new string('x', 63);
        var lines = Render(80, ["", "Families, 2026"], ["Wave", "short"], ["The latest release", id]);
        Assert.Equal(["Families, 2026", "  Wave                short", "  The latest release", $"    {id}"], lines);
    }

    private static string[] Render(int? width, string[] columns, params string[][] rows)
    {
        using var output = new StringWriter();
        new Report(output, TextWriter.Null, documents: null, width).Table(columns, rows);
        return output.ToString().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}

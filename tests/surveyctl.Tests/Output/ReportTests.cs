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
        var lines = Render(width);

        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Equal(Row[0], lines[0]);
        Assert.Equal(
            Columns.Zip(Row).Skip(1).Select(cell => $"  {cell.First,-7}  {cell.Second}"),
            lines[1..]);
    }

    [Fact]
    public void On_a_pipe_a_row_is_a_line()
    {
        var lines = Render(width: null);
        Assert.Single(lines, line => Array.TrueForAll(Row, cell => line.Contains(cell, StringComparison.Ordinal)));
    }

    private static string[] Render(int? width)
    {
        using var output = new StringWriter();
        new Report(output, TextWriter.Null, documents: null, width).Table(Columns, [Row]);
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}

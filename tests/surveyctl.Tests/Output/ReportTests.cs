using Surveyctl.Output;

namespace Surveyctl.Tests.Output;

public sealed class ReportTests
{
    private static readonly string[] Columns = ["Wave", "Tenant", "State", "Survey", "Schools"];

    private static readonly string[] Row =
        ["southeast-fall-2026-families", "southeast-seattle", "open", "family-climate-of-all-our-schools version 1", "1234"];

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void A_table_keeps_to_the_width_of_the_terminal_and_loses_nothing(int width)
    {
        var lines = Render(width);

        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        var header = lines.Single(line => line.Contains("Tenant", StringComparison.Ordinal));
        int[] starts = [.. Columns.Select(column => header.IndexOf(column, StringComparison.Ordinal)), width];
        var below = lines[(Array.IndexOf(lines, header) + 2)..];
        foreach (var (index, cell) in Row.Index())
        {
            var shown = string.Concat(below.Select(line => line.PadRight(width)[starts[index]..starts[index + 1]].Trim()));
            Assert.Equal(cell.Replace(" ", "", StringComparison.Ordinal), shown.Replace(" ", "", StringComparison.Ordinal));
        }
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

using System.Text;
using Surveyctl.Importing;
using Surveyctl.Input;
using Surveys.Readings;

namespace Surveyctl.Tests.Importing;

public sealed class CsvLinesTests
{
    private static readonly string[] Columns = ["id", "name"];

    [Fact]
    public void Quoted_cells_may_hold_commas_quotes_and_line_breaks_and_lines_keep_their_numbers()
    {
        var lines = Read("id,name\r\na,\"one, \"\"two\"\"\r\nthree\"\r\n\r\nb,x\r\n", out var problems);
        Assert.Empty(problems);
        Assert.Equal([2, 5], lines.Select(line => line.Number));
        Assert.Equal("one, \"two\"\r\nthree", lines[0].Cells["name"]);
    }

    [Fact]
    public void Columns_may_stand_in_any_order_and_after_a_byte_order_mark()
    {
        var lines = Read("\uFEFFname, id\nx,a", out var problems);
        Assert.Empty(problems);
        Assert.Equal("a", Assert.Single(lines).Cells["id"]);
    }

    [Fact]
    public void A_header_with_semicolons_says_that_cells_are_separated_so()
    {
        var line = Assert.Single(Read("id;name\r\na;\"one; two, three\"\r\n", out var problems));
        Assert.Empty(problems);
        Assert.Equal("one; two, three", line.Cells["name"]);
    }

    [Fact]
    public void Lines_of_empty_cells_do_not_count_whatever_their_number()
    {
        var lines = Read("id,name\n,\na,x\n , ,\n\nb,y\n,,,,\n", out var problems);
        Assert.Empty(problems);
        Assert.Equal([3, 6], lines.Select(line => line.Number));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("id\na", "line 1")]
    [InlineData("id,name,size\na,b,c", "line 1")]
    [InlineData("id,name,id\na,b,c", "line 1")]
    [InlineData("id,name\na,b\na", "line 3")]
    [InlineData("id,name\na,b,c", "line 2")]
    [InlineData("id,name\na,b\"c", "line 2")]
    [InlineData("id,name\na,\"b\"c", "line 2")]
    [InlineData("id,name\n\na,\"b\nc,d", "line 3")]
    [InlineData("id,\"name\na,b", "line 1")]
    public void What_is_malformed_is_a_problem_with_its_line(string text, string place)
    {
        Read(text, out var problems);
        Assert.Equal(place, Assert.Single(problems).Place);
    }

    [Fact]
    public void Every_broken_line_is_reported_and_the_others_are_read()
    {
        var lines = Read("id,name\na\nb,x\nc,y\"z\nd,w\n", out var problems);
        Assert.Equal(["line 2", "line 4"], problems.Select(problem => problem.Place));
        Assert.Equal(["b", "d"], lines.Select(line => line.Cells["id"]));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_a_problem()
    {
        var problems = new List<DefinitionProblem>();
        Assert.Empty(CsvLines.Read([.. "id,name\na,"u8, 0xE9], Columns, problems));
        Assert.Contains("UTF-8", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_ends_with_more_problems_than_are_told()
    {
        var lines = Read("id,name\na,x\n" + string.Concat(Enumerable.Repeat("x\n", 5_000)) + "b,y\n", out var problems);
        Assert.Equal("a", Assert.Single(lines).Cells["id"]);
        Assert.Equal(FileProblems.MostOfAFile + 1, problems.Count);

        var told = FileProblems.FirstOf("many.csv", problems).ToList();
        Assert.Equal(FileProblems.MostOfAFile + 1, told.Count);
        Assert.Equal(("line 3", "line 202"), (told[0].Place, told[^2].Place));
        Assert.StartsWith("There are more than these 200 problems", told[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,name\na,x\n", ',')]
    [InlineData("id,name\na,x\n\"", 'x')]
    [InlineData("id,name\na,x\n", '\u0001')]
    public void A_line_that_does_not_end_is_not_read_to_its_end(string text, char repeated)
    {
        var lines = Read(text + new string(repeated, 4_000_000), out var problems);
        Assert.Equal("a", Assert.Single(lines).Cells["id"]);
        var problem = Assert.Single(problems);
        Assert.Equal("line 3", problem.Place);
        Assert.Contains("longer than 256 KiB", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\U0001F600")]
    [InlineData("x\U0001F600")]
    public void A_message_quotes_a_long_text_in_part_and_still_says_what_to_do(string repeated)
    {
        Read($"id,name,{string.Concat(Enumerable.Repeat(repeated, 10_000))}\n", out var problems);
        var message = Assert.Single(FileProblems.FirstOf("wide.csv", problems)).Message;
        Assert.InRange(message.Length, 300, 321);
        Assert.EndsWith("is not known: remove it, or correct its name.", message, StringComparison.Ordinal);
        Assert.Equal(message, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(message)));
    }

    private static IReadOnlyList<CsvLine> Read(string text, out List<DefinitionProblem> problems)
    {
        problems = [];
        return CsvLines.Read(Encoding.UTF8.GetBytes(text), Columns, problems);
    }
}

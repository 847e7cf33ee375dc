using System.Text;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.Tests.DefinitionFiles;

public sealed class TenantReaderTests
{
    [Fact]
    public void A_good_file_is_read_whole()
    {
        var tenant = Read("""{"format": 1, "id": "seattle", "name": "Seattle schools", "timeZone": "America/Los_Angeles"}""").Value!;

        Assert.Equal("seattle", tenant.Id.Value);
        Assert.Equal("Seattle schools", tenant.Name);
        Assert.Equal("America/Los_Angeles", tenant.TimeZone);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once() =>
        Assert.Equal(
            ["/colour", "/format", "/id", "/name", "/timeZone"],
            Read("""{"format": 0, "id": "a b", "name": " ", "timeZone": "America/Los_Angelos", "colour": "red"}""")
                .Problems.Select(problem => problem.Place));

    [Theory]
    [InlineData("Seattle\\u001b[2J", "Character 8 is the control character U+001B")]
    [InlineData("Seattle\\u0000", "U+0000")]
    [InlineData("200", "has 201 characters: at most 200")]
    public void A_name_is_short_and_has_no_control_characters(string name, string says)
    {
        name = name == "200" ? new string('x', 201) : name;

        var problem = Assert.Single(Read($$"""{"format": 1, "id": "seattle", "name": "{{name}}", "timeZone": "UTC"}""").Problems);

        Assert.Equal("/name", problem.Place);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_problem_repeats_a_control_character()
    {
        var problems = Read("""{"format": 1, "id": "seattle", "name": "Seattle", "timeZone": "UTC", "co\u001b[2Jlour": "red"}""").Problems;
        Assert.DoesNotContain(problems, problem => (problem.Place + problem.Message).Any(char.IsControl));
    }

    private static Reading<TenantDefinition, DefinitionProblem> Read(string json) => TenantReader.Read(Encoding.UTF8.GetBytes(json));
}

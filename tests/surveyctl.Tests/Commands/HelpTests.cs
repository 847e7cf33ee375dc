namespace Surveyctl.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string> Commands =>
    [
        "up", "setup", "validate", "seed", "wave", "wave list", "wave show", "wave links", "wave preview", "wave load", "wave open", "wave schedule",
        "wave mend", "wave close", "wave reopen", "wave publish", "wave rehearse", "wave clear-rehearsal",
        "import", "import organisations", "import responses", "answer", "fold", "rollup", "flags", "flags list", "flags take", "flags exclude", "people", "people invite", "people list", "people revoke", "keys", "keys make", "keys list", "keys revoke", "audit", "audit show", "verify", "attack",
        "export", "export responses",
        "backup", "restore", "tenant", "tenant list", "tenant delete",
        "table", "table list", "table show", "queue", "queue show", "queue replay",
    ];

    [Theory, MemberData(nameof(Commands))]
    public async Task The_help_of_a_command_has_an_example_of_it_and_the_exit_codes(string command)
    {
        var run = await CommandRun.OfAsync([.. command.Split(' '), "--help"]);
        Assert.Equal(0, run.ExitCode);
        var examples = run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"surveyctl {command}", examples, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", examples, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_commands_in_the_help_is_the_list_of_these_tests()
    {
        var run = await CommandRun.OfAsync("--help");
        var listed = run.Output.Split("Commands:")[1].Split("Examples:")[0].Split('\n')
            .Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0);
        Assert.Equal(Commands.Select(row => row.Data.Split(' ')[0]).Distinct().Order(), listed.Order());
    }

    [Theory]
    [InlineData("sed")]
    [InlineData("rollup --jsn x")]
    [InlineData("answer some-wave --count 0")]
    [InlineData("answer some-wave --count 1 --url ftp://here")]
    [InlineData("up --port 70000")]
    [InlineData("up --storage disk")]
    [InlineData("up --storage 1")]
    [InlineData("import organisations schools.csv")]
    [InlineData("table show Responses --rows 0")]
    [InlineData("queue replay --most 0")]
    [InlineData("attack --wave some-wave")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("tenant delete")]
    public async Task A_wrong_command_line_is_told_on_the_error_output_alone_with_an_example(string arguments)
    {
        var run = await CommandRun.OfAsync(arguments.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("For example: surveyctl", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}

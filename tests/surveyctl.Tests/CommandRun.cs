using System.Text.Json;

namespace Surveyctl.Tests;

/// <summary>What a command did, run in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Of surveyctl; with <c>replay</c> first of the tool in tests/Replay, which reads the same kinds of files.</summary>
    public static Task<CommandRun> OfAsync(params string[] args) =>
        args is ["replay", .. var own] ? RunAsync(Replay.Program.RunAsync, own) : RunAsync(Program.RunAsync, args);

    /// <summary>The one document of <c>--json</c>: anything beside it would not parse.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    private static async Task<CommandRun> RunAsync(Func<string[], TextWriter, TextWriter, Task<int>> program, string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await program(args, output, errors);
        return new CommandRun(exitCode, output.ToString(), errors.ToString());
    }
}

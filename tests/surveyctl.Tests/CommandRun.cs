using System.Text.Json;

namespace Surveyctl.Tests;

/// <summary>What a command did, run in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await Program.RunAsync(args, output, errors);
        return new CommandRun(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>The one document of <c>--json</c>: anything beside it would not parse.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}

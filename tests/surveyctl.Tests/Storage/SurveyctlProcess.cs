using System.Diagnostics;

namespace Surveyctl.Tests.Storage;

/// <summary>A command in a process of its own, for what it finds in its environment.</summary>
internal static class SurveyctlProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task<CommandRun> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = Command("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "surveyctl.dll"), .. args]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return RunAsync(start);
    }

    /// <summary>A program that runs the command, among other things.</summary>
    public static Task<CommandRun> RunAsync(string program, IEnumerable<string> args) => RunAsync(Command(program, args));

    private static ProcessStartInfo Command(string program, IEnumerable<string> args) =>
        new(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

    private static async Task<CommandRun> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new CommandRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

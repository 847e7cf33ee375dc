using Surveyctl.Commands;

namespace Replay;

internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>The process's exit code: one of <see cref="ExitCode"/>.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors) =>
        CommandLine.RunAsync(ReplayCommand.Replay(), args, output, errors);
}

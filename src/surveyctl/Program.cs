using Surveyctl.Commands;

namespace Surveyctl;

internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>The process's exit code: one of <see cref="ExitCode"/>.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var surveyctl = new CommandLine
        {
            new UpCommand(),
            new SetupCommand(),
            new ValidateCommand(),
            new SeedCommand(),
            new ImportCommand(),
            new WaveCommand(),
            new AnswerCommand(),
            new FoldCommand(),
            new ReleaseCommand(),
            new VerifyCommand(),
            new ReplayCommand(),
            new ExportCommand(),
            new BackupCommand(),
            new RestoreCommand(),
            new TenantCommand(),
            new TableCommand(),
            new QueueCommand(),
        };
        return surveyctl.RunAsync(args, output, errors);
    }
}

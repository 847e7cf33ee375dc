using Surveyctl.Commands;

namespace Surveyctl;

internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>The process's exit code: one of <see cref="ExitCode"/>.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors) => CommandLine.RunAsync(Root(), args, output, errors);

    /// <summary>All commands.</summary>
    public static RootCommand Root() =>
        new("Runs surveys: seeds, waves, answers, releases. 'surveyctl up' runs everything on this machine.")
        {
            UpCommand.Up(),
            LoadCommands.Setup(),
            LoadCommands.Validate(),
            SeedCommand.Seed(),
            ImportCommands.Import(),
            WaveCommands.All(),
            AnswerCommand.Answer(),
            StageCommands.Fold(),
            StageCommands.Rollup(),
            FlagCommands.All(),
            PeopleCommands.All(),
            KeyCommands.All(),
            AuditCommands.All(),
            StageCommands.Verify(),
            StageCommands.Attack(),
            ExportCommands.All(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
            TenantCommands.All(),
            TableCommands.All(),
            QueueCommands.All(),
        };
}

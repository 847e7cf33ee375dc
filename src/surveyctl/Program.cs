using Surveyctl.Commands;

namespace Surveyctl;

internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>The process's exit code: one of <see cref="ExitCode"/>.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var surveyctl = new RootCommand("Runs surveys: seeds, waves, answers, releases. 'surveyctl up' runs everything on this machine.")
        {
            new UpCommand(),
            new SetupCommand(),
            new ValidateCommand(),
            new SeedCommand(),
            new SurveyctlCommand(
                "import", "Loads single files into the storage: the organisations of a tenant.",
                "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run")
            {
                new ImportOrganisationsCommand(),
            },
            new SurveyctlCommand(
                "wave", "Lists, shows, opens and closes waves.", "surveyctl wave list", "surveyctl wave show southeast-fall-2026-families")
            {
                new WaveListCommand(),
                new WaveShowCommand(),
                new WaveLoadCommand(),
                new WaveOpenCommand(),
                new WaveCloseCommand(),
            },
            new AnswerCommand(),
            new FoldCommand(),
            new ReleaseCommand(),
            new VerifyCommand(),
            new SurveyctlCommand(
                "export", "Gives data out: the responses of a wave.", "surveyctl export responses southeast-fall-2026-families --out responses.csv")
            {
                new ExportResponsesCommand(),
            },
            new BackupCommand(),
            new RestoreCommand(),
            new SurveyctlCommand(
                "tenant", "Lists tenants, and deletes all that is stored of one.", "surveyctl tenant list", "surveyctl tenant delete southeast-seattle")
            {
                new TenantListCommand(),
                new TenantDeleteCommand(),
            },
            new SurveyctlCommand(
                "table", "Shows what is in the tables. Changes nothing.", "surveyctl table list", "surveyctl table show Responses")
            {
                new TableListCommand(),
                new TableShowCommand(),
            },
            new SurveyctlCommand(
                "queue", "Shows what waits in the queues, and tries again what was given up.", "surveyctl queue show", "surveyctl queue replay")
            {
                new QueueShowCommand(),
                new QueueReplayCommand(),
            },
        };
        return CommandLine.RunAsync(surveyctl, args, output, errors);
    }
}

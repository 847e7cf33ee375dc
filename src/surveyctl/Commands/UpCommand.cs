using Surveyctl.Local;

namespace Surveyctl.Commands;

/// <summary>Everything on this machine, until Ctrl-C.</summary>
internal static class UpCommand
{
    private const int DefaultPort = 7071;
    private const int LastPort = 65535;

    public static Command Up()
    {
        var storage = new Option<LocalStoreKind>("--storage")
        {
            Description = "Where the data is kept: 'embedded', a file, needs nothing else; 'azurite', the emulator of Azure storage, needs "
                + $"Node.js {NodeCommand.OldestVersion} or newer.",
            DefaultValueFactory = _ => LocalStoreKind.Embedded,
            HelpName = "embedded|azurite",
        };
        storage.AcceptOnlyFromAmong("embedded", "azurite");
        var fresh = Parameters.Flag("--fresh", "Remove the data of earlier runs first.");
        var port = new Option<int>("--port")
        {
            Description = "The port of the app; 0 takes any free one.",
            DefaultValueFactory = _ => DefaultPort,
            HelpName = "number",
        };
        port.Validators.Add(given =>
        {
            if (given.IsNumber(out var number) && number is < 0 or > LastPort)
                given.AddError($"A port is a number from 0 to {LastPort}.");
        });
        var seeds = Parameters.Path("--seeds", "folder", "The seeds to load. Default: seeds in the repository.");
        var noSeed = Parameters.Flag("--no-seed", "Load no seeds: begin with an empty storage, or with what is there.");
        return new SurveyctlCommand("up",
            "Runs everything on this machine: storage, seeds with made-up answers, the app. Ctrl-C stops it; the data stays.",
            "surveyctl up",
            "surveyctl up --fresh",
            "surveyctl up --storage azurite",
            "surveyctl up --data /tmp/try --port 8080 --no-seed")
        {
            Parameters.Data, storage, fresh, port, seeds, noSeed,
        }.Runs((parsed, report, cancellationToken) => RunAsync(
            new UpOptions
            {
                Data = Path.GetFullPath(parsed.GetValue(Parameters.Data) ?? RepositoryFolder.DefaultData()),
                Storage = parsed.GetValue(storage),
                IsFresh = parsed.GetValue(fresh),
                Port = parsed.GetValue(port),
                Seeds = parsed.GetValue(noSeed) ? null : parsed.GetValue(seeds) ?? Path.Combine(RepositoryFolder.Find(), "seeds"),
            },
            isUsualData: parsed.GetValue(Parameters.Data) is null,
            report,
            cancellationToken));
    }

    private static async Task<int> RunAsync(UpOptions options, bool isUsualData, Report report, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var run = await report.ProgressAsync(steps => LocalRun.StartAsync(options, steps, cancellationToken));
        Tell(report, run, TimeProvider.System.GetElapsedTime(started), isUsualData);
        try
        {
            report.Error(await run.UntilOneEndsAsync(cancellationToken));
            return ExitCode.Unreachable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            report.Line("Stopping.");
            return ExitCode.Ok;
        }
    }

    private static void Tell(Report report, LocalRun run, TimeSpan took, bool isUsualData)
    {
        // No table: on a narrow terminal it would break the addresses.
        foreach (var subject in run.Links.GroupBy(link => link.Subject))
        {
            report.Line(subject.Key);
            foreach (var link in subject)
                report.Line($"  {link.Page,-12}{link.Address.AbsoluteUri}");
        }
        if (run.NotLoaded.Count > 0)
            report.Line($"{Counted.Of(run.NotLoaded.Count, "difference")} between the seeds and what is stored, which stays; 'surveyctl seed' lists them.");
        report.Line(WaveLinksCommand.Advice());
        report.Line($"Ready after {took.TotalSeconds:F1} s. What the app writes lies in {run.AppLog}.");
        report.Line(run.Store.Kind == LocalStoreKind.Embedded
            ? $"The data lies in one file, {run.Store.Path}. On Azurite, the emulator of Azure storage: surveyctl up --storage azurite "
                + $"(needs Node.js {NodeCommand.OldestVersion} or newer)"
            : $"The data lies in Azurite, the emulator of Azure storage, in {run.Store.Path}. In one file: surveyctl up --storage embedded");
        report.Line(isUsualData
            ? "Other commands find this storage by themselves. Ctrl-C stops everything; the data stays."
            : $"Other commands find this storage with --data {run.Data}. Ctrl-C stops everything; the data stays.");
        report.Json(
            new UpDocument(
                run.Url.OriginalString, run.Store.Kind.ToString().ToLowerInvariant(), run.Data, run.AppLog, Environment.ProcessId,
                Math.Round(took.TotalSeconds, 1),
                run.Links.Select(link => new LinkDocument($"{link.Subject}, {link.Page}", link.Address.AbsoluteUri))));
    }
}

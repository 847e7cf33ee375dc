using System.CommandLine;

using Surveyctl.Local;
using Surveyctl.Output;

namespace Surveyctl.Commands;

/// <summary>Everything on this machine, until Ctrl-C.</summary>
internal sealed class UpCommand : SurveyctlCommand
{
    private const int DefaultPort = 7071;
    private const int LastPort = 65535;

    private readonly Option<LocalStoreKind> _storage = new("--storage")
    {
        Description = "Where the data is kept: 'embedded', a file, needs nothing else; 'azurite', the emulator of Azure storage, needs "
            + $"Node.js {NodeCommand.OldestVersion} or newer.",
        DefaultValueFactory = _ => LocalStoreKind.Embedded,
        HelpName = "embedded|azurite",
    };

    private readonly Option<bool> _fresh = new("--fresh") { Description = "Remove the data of earlier runs first." };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port of the app; 0 takes any free one.",
        DefaultValueFactory = _ => DefaultPort,
        HelpName = "number",
    };

    private readonly Option<string?> _seeds = new("--seeds")
    {
        Description = "The seeds to load. Default: seeds in the repository.",
        HelpName = "folder",
        Validators = { OptionRules.NotEmpty },
    };

    private readonly Option<bool> _noSeed = new("--no-seed") { Description = "Load no seeds: begin with an empty storage, or with what is there." };

    public UpCommand()
        : base(
            "up",
            "Runs everything on this machine: storage, seeds with made-up answers, the app. Ctrl-C stops it; the data stays.",
            "surveyctl up",
            "surveyctl up --fresh",
            "surveyctl up --storage azurite",
            "surveyctl up --data /tmp/try --port 8080 --no-seed")
    {
        Options.Add(CommonOptions.Data);
        Options.Add(_storage);
        Options.Add(_fresh);
        Options.Add(_port);
        Options.Add(_seeds);
        Options.Add(_noSeed);
        _storage.AcceptOnlyFromAmong("embedded", "azurite");
        _port.Validators.Add(port =>
        {
            if (port.IsNumber(out var number) && number is < 0 or > LastPort)
                port.AddError($"A port is a number from 0 to {LastPort}.");
        });
        Runs(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var options = new UpOptions
        {
            Data = Path.GetFullPath(parsed.GetValue(CommonOptions.Data) ?? RepositoryFolder.DefaultData()),
            Storage = parsed.GetValue(_storage),
            IsFresh = parsed.GetValue(_fresh),
            Port = parsed.GetValue(_port),
            Seeds = parsed.GetValue(_noSeed) ? null : parsed.GetValue(_seeds) ?? Path.Combine(RepositoryFolder.Find(), "seeds"),
        };
        var started = TimeProvider.System.GetTimestamp();
        LocalRun? running = null;
        await report.ProgressAsync(async steps => running = await LocalRun.StartAsync(options, steps, cancellationToken));
        await using var run = running!;
        Tell(report, run, TimeProvider.System.GetElapsedTime(started));
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

    private static void Tell(Report report, LocalRun run, TimeSpan took)
    {
        // No table: on a narrow terminal it would break the addresses.
        foreach (var subject in run.Links.GroupBy(link => link.Subject))
        {
            report.Line(subject.Key);
            foreach (var link in subject)
                report.Line($"  {link.Page,-11}{link.Address.AbsoluteUri}");
        }
        report.Line($"Ready after {took.TotalSeconds:F1} s. What the app writes lies in {run.AppLog}.");
        report.Line(run.Store.Kind == LocalStoreKind.Embedded
            ? $"The data lies in one file, {run.Store.Path}. On Azurite, the emulator of Azure storage: surveyctl up --storage azurite "
                + $"(needs Node.js {NodeCommand.OldestVersion} or newer)"
            : $"The data lies in Azurite, the emulator of Azure storage, in {run.Store.Path}. In one file: surveyctl up --storage embedded");
        report.Line("Other commands find this storage by themselves. Ctrl-C stops everything; the data stays.");
        report.Json(json =>
        {
            json.WriteString("url", run.Url.OriginalString);
            json.WriteString("storage", run.Store.Kind.ToString().ToLowerInvariant());
            json.WriteString("data", run.Data);
            json.WriteString("appLog", run.AppLog);
            json.WriteNumber("processId", Environment.ProcessId);
            json.WriteNumber("seconds", Math.Round(took.TotalSeconds, 1));
            json.WriteObjects("links", run.Links, link =>
            {
                json.WriteString("name", $"{link.Subject}, {link.Page}");
                json.WriteString("url", link.Address.AbsoluteUri);
            });
        });
    }
}

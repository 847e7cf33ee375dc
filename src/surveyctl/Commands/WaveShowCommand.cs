using System.CommandLine;

using Surveyctl.Output;
using Surveyctl.Storage;

namespace Surveyctl.Commands;

/// <summary>How one wave stands.</summary>
internal sealed class WaveShowCommand : StorageCommand
{
    private readonly Argument<string> _wave = WaveArgument();

    public WaveShowCommand()
        : base("show", "Shows how a wave stands: state, schools, responses so far, latest release. Changes nothing.",
            "surveyctl wave show southeast-fall-2026-families") =>
        Arguments.Add(_wave);

    protected override StorageUse Use => StorageUse.Read;

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(_wave), cancellationToken);
        var progress = await engine.Progress.ReadAsync(wave, cancellationToken);
        var release = await engine.Results.FindReleaseAsync(wave, cancellationToken);
        report.Table(["", wave.Definition.TitleIn(wave.Survey.Languages[0])],
        [
            ["Wave", wave.Id.Value],
            ["Tenant", $"{wave.TenantName} ({wave.Tenant})"],
            ["State", WaveListCommand.StateOf(wave)],
            ["Opened", TextOf(wave.OpenedAt)],
            ["Closed", TextOf(wave.ClosingAt)],
            ["Settled", TextOf(wave.SettledAt)],
            ["Survey", WaveListCommand.SurveyOf(wave)],
            ["Schools", wave.Schools.ToString()],
            ["Buckets", wave.Buckets.ToString()],
            ["Responses", (progress.Tallied + progress.Pending).ToString()],
            ["Of them pending", progress.Pending.ToString()],
            ["Latest release", release ?? "none"],
        ]);
        report.Json(json =>
        {
            json.WriteString("wave", wave.Id.Value);
            json.WriteString("tenant", wave.Tenant.Value);
            json.WriteString("state", WaveListCommand.StateOf(wave));
            WriteTime("openedAt", wave.OpenedAt);
            WriteTime("closingAt", wave.ClosingAt);
            WriteTime("settledAt", wave.SettledAt);
            json.WriteString("survey", wave.Survey.Id.Value);
            json.WriteNumber("version", wave.Survey.Version);
            json.WriteNumber("schools", wave.Schools);
            json.WriteNumber("buckets", wave.Buckets);
            json.WriteNumber("tallied", progress.Tallied);
            json.WriteNumber("pending", progress.Pending);
            json.WriteString("release", release);

            void WriteTime(string name, DateTimeOffset? time)
            {
                if (time is { } known)
                    json.WriteString(name, known);
                else
                    json.WriteNull(name);
            }
        });
        return ExitCode.Ok;
    }

    private static string TextOf(DateTimeOffset? time) => time is { } known ? $"{known.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "–";
}

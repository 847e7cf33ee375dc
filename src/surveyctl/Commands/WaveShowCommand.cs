namespace Surveyctl.Commands;

/// <summary>How one wave stands.</summary>
internal sealed class WaveShowCommand : StorageCommand
{
    private readonly Argument<string> _wave = Parameters.Wave();

    public WaveShowCommand()
        : base("show", StorageUse.Read,
            "Shows how a wave stands: state, schools, responses so far, latest release. Changes nothing.",
            "surveyctl wave show southeast-fall-2026-families") =>
        Takes(_wave);

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
        report.Json(
            new WaveDocument(
                wave.Id.Value, wave.Tenant.Value, WaveListCommand.StateOf(wave), wave.OpenedAt, wave.ClosingAt, wave.SettledAt,
                wave.Survey.Id.Value, wave.Survey.Version, wave.Schools, wave.Buckets, progress.Tallied, progress.Pending, release));
        return ExitCode.Ok;
    }

    private static string TextOf(DateTimeOffset? time) => time is { } known ? $"{known.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "–";
}

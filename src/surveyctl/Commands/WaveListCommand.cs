namespace Surveyctl.Commands;

/// <summary>All waves of all tenants.</summary>
internal sealed class WaveListCommand() : StorageCommand("list", StorageUse.Read, "Lists the waves of all tenants.", "surveyctl wave list")
{
    public static string StateOf(Wave wave) => wave.State.ToString().ToLowerInvariant();

    public static string SurveyOf(Wave wave) => $"{wave.Survey.Id} version {wave.Survey.Version}";

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = from wave in await engine.FindWavesAsync(null, cancellationToken)
                    select new ListedWaveDocument(wave.Id.Value, wave.Tenant.Value, StateOf(wave), SurveyOf(wave), wave.Schools);
        report.Table(
            ["Wave", "Tenant", "State", "Survey", "Schools"],
            waves.Select(wave => new[] { wave.Wave, wave.Tenant, wave.State, wave.Survey, wave.Schools.ToString() }));
        report.Json(new WaveListDocument(waves));
        return ExitCode.Ok;
    }
}

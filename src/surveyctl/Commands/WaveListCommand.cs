using System.CommandLine;

using Surveyctl.Output;
using Surveyctl.Storage;

using SurveyEngine.Waves;

namespace Surveyctl.Commands;

/// <summary>All waves of all tenants.</summary>
internal sealed class WaveListCommand() : StorageCommand("list", "Lists the waves of all tenants.", "surveyctl wave list")
{
    protected override StorageUse Use => StorageUse.Read;

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(null, cancellationToken);
        report.Table(
            ["Wave", "Tenant", "State", "Survey", "Schools"],
            waves.Select(wave => new[] { wave.Id.Value, wave.Tenant.Value, StateOf(wave), SurveyOf(wave), wave.Schools.ToString() }));
        report.Json(json => json.WriteObjects("waves", waves, wave =>
        {
            json.WriteString("wave", wave.Id.Value);
            json.WriteString("tenant", wave.Tenant.Value);
            json.WriteString("state", StateOf(wave));
            json.WriteString("survey", SurveyOf(wave));
            json.WriteNumber("schools", wave.Schools);
        }));
        return ExitCode.Ok;
    }

    public static string StateOf(Wave wave) => wave.State.ToString().ToLowerInvariant();

    public static string SurveyOf(Wave wave) => $"{wave.Survey.Id} version {wave.Survey.Version}";
}

using SurveyEngine.Releases;

namespace Surveyctl.Commands;

/// <summary>A new release.</summary>
internal sealed class ReleaseCommand : StorageCommand
{
    private readonly Argument<string?> _wave = Parameters.WaveOrAll();

    public ReleaseCommand()
        : base("rollup", StorageUse.Change, "Folds what is pending and publishes a new release, as the app does every night.",
            "surveyctl rollup", "surveyctl rollup southeast-fall-2026-families --json") =>
        Takes(_wave);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(parsed.GetValue(_wave), cancellationToken);
        var released = new List<(Wave Wave, PublishedRelease? Release)>();
        await report.ProgressAsync(async steps =>
        {
            foreach (var wave in waves)
            {
                using var step = steps.Begin($"Releasing {wave.Id}");
                released.Add((wave, await engine.Release.RunAsync(wave, cancellationToken)));
            }
        });
        report.Table(
            ["Wave", "Release", "Scopes"],
            released.Select(entry => new[]
            {
                entry.Wave.Id.Value,
                entry.Release?.Id ?? "another rollup published first",
                entry.Release?.Scopes.ToString() ?? "",
            }));
        report.Json(
            new ReleasesDocument(released.Select(entry =>
                new ReleaseDocument(entry.Wave.Id.Value, entry.Release?.Id, entry.Release?.AsOf, entry.Release?.Scopes))));
        return ExitCode.Ok;
    }
}

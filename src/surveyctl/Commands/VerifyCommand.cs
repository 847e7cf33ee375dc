using Surveyctl.Recounting;

namespace Surveyctl.Commands;

/// <summary>A recount.</summary>
internal sealed class VerifyCommand : StorageCommand
{
    private readonly Argument<string?> _wave = Parameters.WaveOrAll();

    public VerifyCommand()
        : base("verify", StorageUse.Read,
            "Recounts every stored response and holds it against the tallies. Changes nothing; safe at any time. Exit code 2: they differ.",
            "surveyctl verify",
            "surveyctl verify southeast-fall-2026-families --json") =>
        Takes(_wave);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(parsed.GetValue(_wave), cancellationToken);
        var verified = await report.ProgressAsync(steps => RecountWaves.RunAsync(engine.Verify, waves, steps, cancellationToken));
        RecountReport.Tell(report, verified);
        report.Json(RecountDocument.Of(verified));
        return verified.All(partition => partition.IsRight) ? ExitCode.Ok : ExitCode.NotVerified;
    }
}

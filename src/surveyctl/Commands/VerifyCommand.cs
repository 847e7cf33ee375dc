using System.CommandLine;

using Surveyctl.Output;
using Surveyctl.Recounting;
using Surveyctl.Storage;

namespace Surveyctl.Commands;

/// <summary>A recount.</summary>
internal sealed class VerifyCommand : StorageCommand
{
    private readonly Argument<string?> _wave = OptionalWaveArgument();

    public VerifyCommand()
        : base("verify", "Recounts every stored response and holds it against the tallies. Changes nothing; safe at any time. Exit code 2: they differ.",
            "surveyctl verify", "surveyctl verify southeast-fall-2026-families --json") =>
        Arguments.Add(_wave);

    protected override StorageUse Use => StorageUse.Read;

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(parsed.GetValue(_wave), cancellationToken);
        IReadOnlyList<VerifiedPartition> verified = [];
        await report.ProgressAsync(async steps => verified = await RecountWaves.RunAsync(engine.Verify, waves, steps, cancellationToken));
        RecountReport.Tell(report, verified);
        report.Json(json => RecountReport.Write(json, verified));
        return verified.All(partition => partition.IsRight) ? ExitCode.Ok : ExitCode.NotVerified;
    }
}

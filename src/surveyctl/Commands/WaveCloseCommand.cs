namespace Surveyctl.Commands;

/// <summary>Closes a wave.</summary>
internal sealed class WaveCloseCommand : StorageCommand
{
    private readonly Argument<string> _wave = Parameters.Wave();

    public WaveCloseCommand()
        : base("close", StorageUse.Change,
            "Closes a wave for good: no more answers. It settles by itself a few minutes later, when nothing can be on its way.",
            "surveyctl wave close southeast-fall-2026-families") =>
        Takes(_wave);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(_wave), cancellationToken);
        if (!await engine.States.CloseAsync(wave, cancellationToken))
        {
            var now = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
            throw new CommandFailedException($"Wave {wave.Id} is {WaveListCommand.StateOf(now)}, not open; nothing was changed.");
        }
        report.Line($"Wave {wave.Id} is closing; it settles in about {ChangeWaveState.ClosingTime.TotalMinutes:F0} minutes.");
        report.Json(new WaveClosedDocument(wave.Id.Value, "closing"));
        return ExitCode.Ok;
    }
}

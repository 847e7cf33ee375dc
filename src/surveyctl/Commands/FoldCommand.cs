namespace Surveyctl.Commands;

/// <summary>Pending batches into tallies.</summary>
internal sealed class FoldCommand : StorageCommand
{
    private readonly Argument<string?> _wave = Parameters.WaveOrAll();

    public FoldCommand()
        : base("fold", StorageUse.Change, "Adds pending responses to the tallies now, as the app does by itself. Safe at any time.",
            "surveyctl fold", "surveyctl fold southeast-fall-2026-families") =>
        Takes(_wave);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var waves = await engine.FindWavesAsync(parsed.GetValue(_wave), cancellationToken);
        var folded = 0;
        await report.ProgressAsync(async steps =>
        {
            using var step = steps.Begin("Folding", waves.Sum(wave => wave.Buckets));
            foreach (var partition in waves.SelectMany(wave => wave.Partitions))
            {
                folded += await engine.Fold.FoldAsync(partition, cancellationToken);
                step.Advance();
            }
        });
        report.Line($"{folded} responses were folded.");
        report.Json(new FoldDocument(folded));
        return ExitCode.Ok;
    }
}

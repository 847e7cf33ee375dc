using SurveyEngine.Folding;

namespace Surveyctl.Commands;

/// <summary>Where a wave runs hot: what each of its partitions has taken, and what waits to be counted.</summary>
internal sealed class WaveLoadCommand : StorageCommand
{
    /// <summary>The partitions where most waits; JSON has all of them.</summary>
    private const int MostShown = 20;

    private readonly Argument<string> _wave = Parameters.Wave();

    public WaveLoadCommand()
        : base("load", StorageUse.Change,
            "Shows how much each partition of a wave has taken and how much of it waits to be counted, most first, and how many messages "
            + "wait in the queue. Changes nothing.",
            "surveyctl wave load southeast-fall-2026-families",
            "surveyctl wave load southeast-fall-2026-families --json") =>
        Takes(_wave);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(_wave), cancellationToken);
        var partitions = (await engine.Progress.ReadPartitionsAsync(wave, cancellationToken))
            .OrderByDescending(partition => partition.Pending)
            .ThenByDescending(partition => partition.Tallied)
            .ToList();
        var messages = await engine.Queues.CountAsync(StoreNames.PendingBatches, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();

        report.Table(["Partition", "Counted", "Pending", "In batches", "Oldest"], partitions.Take(MostShown).Select(partition => new[]
        {
            partition.Partition.Key,
            partition.Tallied.ToString(),
            partition.Pending.ToString(),
            partition.Batches.ToString(),
            SecondsOf(partition, now) is { } seconds ? $"{seconds} s" : "–",
        }));
        if (partitions.Count > MostShown)
            report.Line($"{MostShown} of {partitions.Count} partitions are shown; --json has all of them.");
        report.Line($"Messages in the queue: {messages}");
        report.Json(
            new WaveLoadDocument(wave.Id.Value, messages, partitions.Select(partition => new PartitionDocument(
                partition.Partition.Key, partition.Tallied, partition.Pending, partition.Batches, SecondsOf(partition, now)))));
        return ExitCode.Ok;
    }

    /// <summary>By the store's clock and ours, which may be a little apart; null: nothing is pending.</summary>
    private static long? SecondsOf(PartitionProgress partition, DateTimeOffset now) =>
        partition.OldestPending is { } oldest ? Math.Max(0, (long)(now - oldest).TotalSeconds) : null;
}

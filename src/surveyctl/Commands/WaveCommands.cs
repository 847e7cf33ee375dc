using SurveyEngine.Folding;

namespace Surveyctl.Commands;

internal static class WaveCommands
{
    /// <summary>The partitions where most waits; JSON has all of them.</summary>
    private const int MostShown = 20;

    public static Command All() => new SurveyctlCommand(
        "wave", "Lists, shows, opens, mends and closes waves.", "surveyctl wave list", "surveyctl wave show southeast-2026-families")
    {
        List(), WaveShowCommand.Show(), WaveLinksCommand.Links(), WavePreviewCommand.Preview(), Load(),
        RehearsalCommands.Rehearse(), RehearsalCommands.Clear(),
        WaveStateCommands.Open(), WaveTimesCommand.Schedule(), MendCommand.Mend(), WaveStateCommands.Close(), WaveStateCommands.Reopen(), WaveStateCommands.Publish(),
    };

    private static SurveyctlCommand List() =>
        new StorageCommand("list", StorageUse.Read, "Lists the waves of all tenants, drafts that have not opened among them.", "surveyctl wave list")
            .Runs(async (engine, _, report, cancellationToken) =>
            {
                var waves = new List<ListedWaveDocument>();
                foreach (var wave in await engine.FindWavesAndDraftsAsync(cancellationToken))
                {
                    var schools = wave.State == WaveState.Draft ? (await engine.Schools.ReadAsync(wave, cancellationToken)).Value?.Count : wave.Schools;
                    waves.Add(new(
                        wave.Id.Value, wave.Tenant.Value, StateOf(wave), wave.Definition.IsRehearsal, wave.IsPublic, wave.Definition.TitleIn(wave.Survey.Languages[0]),
                        AudienceOf(wave), SurveyOf(wave), schools));
                }
                report.Table(
                    ["Wave", "Tenant", "State", "Read by", "Asked", "Survey", "Schools"],
                    waves.Select(wave => new[]
                    {
                        wave.Wave, wave.Tenant, wave.IsRehearsal ? $"{wave.State}, rehearsal" : wave.State, wave.IsPublic ? "public" : "members", wave.Audience, wave.Survey,
                        wave.Schools?.ToString() ?? "–",
                    }));
                report.Json(new WaveListDocument(waves));
            });

    /// <summary>Where a wave runs hot: what each of its partitions has taken, and what waits to be counted.</summary>
    private static SurveyctlCommand Load()
    {
        var id = Parameters.Wave();
        return new StorageCommand("load", StorageUse.Change,
            "Shows how much each partition of a wave has taken and how much of it waits to be counted, most first, and how many messages "
            + "wait in the queue. Changes nothing.",
            "surveyctl wave load southeast-2026-families",
            "surveyctl wave load southeast-2026-families --json") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            var partitions = (await engine.Progress.ReadPartitionsAsync(wave, cancellationToken))
                .OrderByDescending(partition => partition.Pending)
                .ThenByDescending(partition => partition.Tallied)
                .Select(partition => new PartitionDocument(
                    partition.Partition.Key, partition.Tallied, partition.Pending, partition.Batches, SecondsOf(partition, now)))
                .ToList();
            var messages = await engine.Queues.CountAsync(StoreNames.PendingBatches, cancellationToken);

            report.Table(["Partition", "Counted", "Pending", "In batches", "Oldest"], partitions.Take(MostShown).Select(partition => new[]
            {
                partition.Partition,
                partition.Counted.ToString(),
                partition.Pending.ToString(),
                partition.Batches.ToString(),
                partition.OldestSeconds is { } seconds ? $"{seconds} s" : "–",
            }));
            if (partitions.Count > MostShown)
                report.Line($"{MostShown} of {partitions.Count} partitions are shown; --json has all of them.");
            report.Line($"Messages in the queue: {messages}");
            report.Json(new WaveLoadDocument(wave.Id.Value, messages, partitions));
        });
    }

    public static string StateOf(Wave wave) => wave.State.ToString().ToLowerInvariant();

    public static string AudienceOf(Wave wave) => wave.Survey.Audience.ToString().ToLowerInvariant();

    public static string SurveyOf(Wave wave) => $"{wave.Survey.Id} version {wave.Survey.Version}";

    /// <summary>By the clocks of the tenant.</summary>
    public static string TextOf(Wave wave, DateTimeOffset? moment) =>
        moment is { } known ? $"{LocalTime.Of(known, wave.Zone)} ({wave.Zone.Id})" : "–";

    /// <summary>By the store's clock and ours, which may be a little apart; null: nothing is pending.</summary>
    private static long? SecondsOf(PartitionProgress partition, DateTimeOffset now) =>
        partition.OldestPending is { } oldest ? Math.Max(0, (long)(now - oldest).TotalSeconds) : null;
}

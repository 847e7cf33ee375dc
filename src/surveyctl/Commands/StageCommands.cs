using Surveyctl.Recounting;

using SurveyEngine.Auditing;
using SurveyEngine.Releases;

namespace Surveyctl.Commands;

/// <summary>What the app does by itself, done now: folding, releases, a recount and an attack, of one wave or of all.</summary>
internal static class StageCommands
{
    /// <summary>Pending batches into tallies.</summary>
    public static Command Fold()
    {
        var id = Parameters.WaveOrAll();
        return new StorageCommand("fold", StorageUse.Change, "Adds pending responses to the tallies now, as the app does by itself. Safe at any time.",
            "surveyctl fold", "surveyctl fold southeast-2026-families") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var waves = await engine.FindWavesAsync(parsed.GetValue(id), cancellationToken);
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
            report.Line($"{Counted.Of(folded, "response was", "responses were")} folded.");
            report.Json(new FoldDocument(folded));
        });
    }

    public static Command Rollup()
    {
        var id = Parameters.WaveOrAll();
        return new StorageCommand("rollup", StorageUse.Change,
            "Folds what is pending and publishes a new release, as the app does every night. Without a wave: of all but those that have settled and have "
            + "their last one. While a wave is open it has one release a day at most, unless its answers are made up.",
            "surveyctl rollup", "surveyctl rollup southeast-2026-families --json") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var named = parsed.GetValue(id);
            var waves = await engine.FindWavesAsync(named, cancellationToken);
            var released = new List<(Wave Wave, PublishedRelease? Release, DateTimeOffset? NotBefore)>();
            await report.ProgressAsync(async steps =>
            {
                foreach (var wave in waves)
                {
                    if (named is null && wave.State == WaveState.Settled && !await engine.Release.IsDueAsync(wave, engine.Time.GetUtcNow(), cancellationToken))
                        continue;
                    using var step = steps.Begin($"Releasing {wave.Id}");
                    var earliest = await engine.Release.FindEarliestByHandAsync(wave, cancellationToken);
                    released.Add((wave, earliest is null ? await engine.AuditAsync(parsed, wave, AuditAct.Released, () => engine.Release.RunAsync(wave, cancellationToken), cancellationToken) : null, earliest));
                }
            });
            report.Table(
                ["Wave", "Release", "Scopes"],
                released.Select(entry => new[]
                {
                    entry.Wave.Id.Value,
                    entry.Release?.Id
                        ?? (entry.NotBefore is { } earliest
                            ? $"none: once a day at most while it is open, by hand again from {TimeZoneInfo.ConvertTime(earliest, entry.Wave.Zone):yyyy-MM-dd HH:mm} ({entry.Wave.TimeZone})"
                            : "another rollup published first"),
                    entry.Release?.Scopes.ToString() ?? "",
                }));
            foreach (var (wave, withheld) in released.SelectMany(entry => (entry.Release?.Withheld ?? []).Select(withheld => (entry.Wave.Id, withheld))))
                report.Line($"Not told of {wave}, though it was about to be; this is a defect of the app: {withheld}.");
            foreach (var (wave, release, _) in released.Where(entry => entry.Release is { Undecided: [_, ..] }))
            {
                report.Line($"Left out of {wave.Id} until somebody decides: {Counted.Of(release!.Undecided.Sum(lot => (long)lot.Responses), "answer")} that may not be of people. "
                    + $"More: surveyctl flags list {wave.Id}");
            }
            report.Json(
                new ReleasesDocument(released.Select(entry =>
                    new ReleaseDocument(entry.Wave.Id.Value, entry.Release?.Id, entry.Release?.AsOf, entry.Release?.Scopes, entry.NotBefore))));
        });
    }

    public static Command Verify()
    {
        var id = Parameters.WaveOrAll();
        return new StorageCommand("verify", StorageUse.Read,
            "Recounts every stored response and holds it against the tallies. Changes nothing; safe at any time. Exit code 2: they differ.",
            "surveyctl verify",
            "surveyctl verify southeast-2026-families --json") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var waves = await engine.FindWavesAsync(parsed.GetValue(id), cancellationToken);
            var verified = await report.ProgressAsync(steps => RecountWaves.RunAsync(engine.Verify, waves, steps, cancellationToken));
            RecountReport.Tell(report, verified);
            report.Json(RecountDocument.Of(verified));
            return verified.All(partition => partition.IsRight) ? ExitCode.Ok : ExitCode.NotVerified;
        });
    }

    public static Command Attack()
    {
        var id = Parameters.WaveOrAll();
        return new StorageCommand("attack", StorageUse.Read,
            "Tries to compute what the pages of waves that have settled do not show from what they do, as somebody would who keeps all of them: single "
            + "figures of schools and groups, and sums of them. Exit code 2: something follows, which is a defect of the app.",
            "surveyctl attack",
            "surveyctl attack southeast-2026-families --json") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var attacks = new List<AttackDocument>();
            foreach (var wave in await engine.FindWavesAsync(parsed.GetValue(id), cancellationToken))
            {
                if (await engine.Attack.RunAsync(wave, cancellationToken) is { } attack)
                    attacks.Add(new AttackDocument(wave.Id.Value, attack.Scopes, attack.Hidden, attack.Finds));
                else
                    report.Line($"{wave.Id} has no release of when it had settled. Until then figures are sums of blocks, and nothing is hidden beside its parts.");
            }
            foreach (var attack in attacks)
            {
                report.Line($"{attack.Wave}: {attack.Scopes} scopes, {attack.Hidden} hidden figures, {(attack.Follows.Count == 0 ? "none follows" : $"{attack.Follows.Count} follow")}.");
                foreach (var find in attack.Follows)
                    report.Line($"  {find}");
            }
            report.Json(new AttacksDocument(attacks));
            return attacks.TrueForAll(attack => attack.Follows.Count == 0) ? ExitCode.Ok : ExitCode.NotVerified;
        });
    }
}

using Surveyctl.Importing;

using SurveyEngine.Auditing;

using SurveyFunctions.Folding;

namespace Surveyctl.Commands;

/// <summary>A wave is opened, closed, and opened again.</summary>
internal static class WaveStateCommands
{
    /// <summary>When a wave that closes now settles: at the first sweep after its closing time.</summary>
    private static string TimeToSettle { get; } =
        $"{Math.Ceiling(ChangeWaveState.ClosingTime.TotalMinutes)} to "
        + $"{Math.Ceiling((ChangeWaveState.ClosingTime + FoldPendingBatches.Interval).TotalMinutes)} minutes";

    public static SurveyctlCommand Open()
    {
        var id = Parameters.Wave();
        var tenantId = Parameters.Text("--tenant", "id", "The tenant whose wave it is. Needed only for one that was loaded by an earlier version.");
        return new StorageCommand("open", StorageUse.Change,
            "Opens a wave that was loaded with 'seed --no-open': pins its survey and schools, and accepts answers from then on, or from the "
            + "opening time that it has.",
            "surveyctl wave open southeast-2026-families")
        {
            id, tenantId,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            if (!WaveId.TryParse(parsed.GetRequiredValue(id), out var wave))
                throw new CommandFailedException(Slug.Explain(parsed.GetRequiredValue(id)));
            var tenant = await TenantOfAsync(engine, wave, parsed.GetValue(tenantId), cancellationToken);
            var opening = WaveOpening.WasOpen;
            await engine.Audit.RunAsync(
                new AuditEvent(tenant, AuditAct.WaveOpened, wave.Value),
                Audited.By(parsed),
                async () => (opening = (await engine.Open.OpenAsync(tenant, wave, cancellationToken)).Require()) is WaveOpening.Opened,
                cancellationToken);
            engine.Waves.Forget(wave);
            var opened = await engine.FindWaveAsync(wave.Value, cancellationToken);
            switch (opening)
            {
                case WaveOpening.WasClosed:
                    throw new CommandFailedException(
                        $"Wave {wave} closed at {WaveCommands.TextOf(opened, opened.ClosingAt)}; nothing was changed. Until it has settled, 'surveyctl wave reopen {wave}' opens it again.");
                case WaveOpening.WasSettled:
                    throw new CommandFailedException($"Wave {wave} has settled, for good: nothing was changed. Ask again with a new wave.");
                case WaveOpening.WasOpen:
                    report.Line($"Wave {wave} had been opened before; nothing was changed.");
                    break;
                default:
                    report.Line($"Wave {wave} is open.");
                    break;
            }
            WaveTimesCommand.Tell(report, opened);
            var schools = (await engine.Schools.ReadAsync(opened, cancellationToken)).Require();
            var notices = SmallPopulations.NoticesOf(
                opened.Definition.Population.ToString().ToLowerInvariant(),
                schools.Select(school => ($"{school.Name} ({school.Id})", school.Population)),
                opened.Definition.MinimumCell).ToList();
            foreach (var notice in notices)
                report.Line($"Notice: {notice}");
            report.Line(WaveLinksCommand.Advice(wave));
            report.Json(new WaveOpenedDocument(wave.Value, opening == WaveOpening.WasOpen, notices));
        });
    }

    public static SurveyctlCommand Close()
    {
        var id = Parameters.Wave();
        return new StorageCommand("close", StorageUse.Change,
            $"Closes a wave: no more answers. The running app settles it {TimeToSettle} later, when nothing can be on its way any more, and makes "
            + "its last release then. Until then 'wave reopen' opens it again.",
            "surveyctl wave close southeast-2026-families") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (!await engine.AuditAsync(parsed, wave, AuditAct.WaveClosed, () => engine.States.CloseAsync(wave, cancellationToken), cancellationToken))
            {
                var now = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
                throw new CommandFailedException($"Wave {wave.Id} is {WaveCommands.StateOf(now)}, not open; nothing was changed.");
            }
            wave = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
            report.Line($"Wave {wave.Id} is closing: within {WaveCache.StateLifetime.TotalSeconds} seconds no copy of the app takes answers.");
            report.Line($"The running app settles it in {TimeToSettle}, from {WaveCommands.TextOf(wave, wave.ClosingAt + ChangeWaveState.ClosingTime)} on, and makes "
                + $"its last release then. Until then 'surveyctl wave reopen {wave.Id}' opens it again.");
            if ((await engine.Flags.ReadLeftOutAsync(wave, cancellationToken)).Values.Any(leftOut => leftOut > 0))
                report.Line($"Flagged answers can be taken in until then, and not afterwards: surveyctl flags list {wave.Id}. Those of the last 90 minutes only if the wave is reopened meanwhile.");
            report.Json(new WaveClosedDocument(wave.Id.Value, "closing", wave.ClosingAt + ChangeWaveState.ClosingTime));
        });
    }

    public static SurveyctlCommand Reopen()
    {
        var id = Parameters.Wave();
        var closesAt = WaveTimesCommand.ClosesAt();
        return new StorageCommand("reopen", StorageUse.Change,
            "Opens a wave again that has closed and not settled yet. Without --closes-at it stays open until 'wave close'.",
            "surveyctl wave reopen southeast-2026-families --closes-at \"2026-12-08 20:00\"")
        {
            id, closesAt,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var time = WaveTimesCommand.MomentOf(wave, "--closes-at", parsed.GetValue(closesAt), none: "never");
            var isOpen = await engine.AuditAsync(parsed, wave, AuditAct.WaveReopened, () => engine.States.ReopenAsync(wave, time, cancellationToken), cancellationToken);
            wave = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
            if (!isOpen)
            {
                throw new CommandFailedException(wave.State switch
                {
                    WaveState.Closing => "That closing time is over, or is before the opening: give a later one. Nothing was changed.",
                    WaveState.Settled => $"Wave {wave.Id} has settled, for good: nothing was changed. Ask again with a new wave.",
                    _ => $"Wave {wave.Id} is not closed: nothing was changed. 'surveyctl wave schedule' changes its times.",
                });
            }
            report.Line($"Wave {wave.Id} is open again.");
            WaveTimesCommand.Tell(report, wave);
            report.Json(new WaveTimesDocument(wave.Id.Value, wave.Times.OpensAt, wave.Times.ClosesAt));
        });
    }

    public static SurveyctlCommand Publish()
    {
        var id = Parameters.Wave();
        return new StorageCommand("publish", StorageUse.Change,
            "Lets anybody read the results of a wave, now and from then on, without signing in. It is not taken back: what was public may have been copied.",
            "surveyctl wave publish southeast-2026-families") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            var isChanged = await engine.AuditAsync(parsed, wave, AuditAct.WavePublished, () => engine.States.PublishAsync(wave, cancellationToken), cancellationToken);
            report.Line(isChanged ? $"Anybody may read the results of {wave.Id}." : $"The results of {wave.Id} are public already; nothing was changed.");
            report.Json(new WavePublishedDocument(wave.Id.Value, isChanged));
        });
    }

    private static async Task<TenantId> TenantOfAsync(Engine engine, WaveId wave, string? named, CancellationToken cancellationToken)
    {
        if (named is not null)
            return TenantId.TryParse(named, out var tenant) ? tenant : throw new CommandFailedException($"--tenant: {Slug.Explain(named)}");
        return await engine.Waves.FindAsync(wave, cancellationToken) is { } loaded
            ? loaded.Tenant
            : throw new CommandFailedException(
                $"There is no wave '{wave}': load it first. If an earlier version loaded it, name its --tenant. 'surveyctl wave list' shows those there are.");
    }
}

using Surveyctl.Rehearsing;

using SurveyEngine.Auditing;

namespace Surveyctl.Commands;

/// <summary>A wave is tried out with made-up answers, which nothing real ever counts.</summary>
internal static class RehearsalCommands
{
    public static SurveyctlCommand Rehearse()
    {
        var id = Parameters.Wave();
        var twin = Parameters.Text("--as", "id", "The id of the rehearsal. Default: that of the wave with -rehearsal behind it.");
        return new StorageCommand("rehearse", StorageUse.Change,
            "Makes and opens a rehearsal of a wave: the same questions and schools under an id of its own. Every page of it says that its answers "
            + "are not counted and are deleted; no release of the wave ever holds one.",
            "surveyctl wave rehearse southeast-2026-families",
            "surveyctl wave rehearse fall-2026 --as fall-2026-training") { id, twin }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveOrDraftAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (!WaveId.TryParse(parsed.GetValue(twin) ?? RehearseWave.UsualIdOf(wave.Id).Value, out var rehearsal))
                throw new CommandFailedException($"--as: {Slug.Explain(parsed.GetValue(twin)!)}");
            var isNew = await engine.Audit.RunAsync(
                new AuditEvent(wave.Tenant, AuditAct.WaveOpened, rehearsal.Value), Audited.By(parsed), () => new RehearseWave(engine).RunAsync(wave, rehearsal, cancellationToken), cancellationToken);
            report.Line($"The rehearsal {rehearsal} of {wave.Id} {(isNew ? "is open" : "was open already")}.");
            report.Line($"Answers: by its links ('surveyctl wave links {rehearsal}'), or made up: 'surveyctl answer {rehearsal} --count 100'.");
            report.Line($"When you are done: 'surveyctl wave clear-rehearsal {rehearsal}' deletes it.");
            report.Json(new RehearsalDocument(wave.Id.Value, rehearsal.Value, !isNew));
        });
    }

    public static SurveyctlCommand Clear()
    {
        var id = Parameters.Wave();
        return new StorageCommand("clear-rehearsal", StorageUse.Change,
            $"Ends a rehearsal: stops its intake, waits {Math.Ceiling(ChangeWaveState.ClosingTime.TotalMinutes)} minutes until nothing can be on its way to it, "
            + "and deletes its answers, its results and itself. Nothing else is touched. If it is interrupted, run it again: it goes on.",
            "surveyctl wave clear-rehearsal southeast-2026-families-rehearsal") { id }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveOrDraftAsync(parsed.GetRequiredValue(id), cancellationToken);
            var deleted = await engine.AuditAsync(parsed, wave, AuditAct.RehearsalDeleted, ClearAsync, cancellationToken);
            report.Table(["Table", "Rows"], deleted.Select(table => new[] { table.Key, table.Value.ToString() }));
            report.Line($"The rehearsal {wave.Id} is deleted.");
            report.Json(new RehearsalClearedDocument(wave.Id.Value, deleted.Select(table => new TableRowsDocument(table.Key, table.Value))));

            Task<IReadOnlyList<KeyValuePair<string, long>>> ClearAsync() => report.ProgressAsync(steps => new ClearRehearsal(engine).RunAsync(
                wave,
                end => report.Line($"{wave.Id} takes no more answers. Waiting until {LocalTime.Of(end, wave.Zone)} ({wave.Zone.Id}) for what may be on its way. If you stop it, run it again."),
                steps,
                cancellationToken));
        });
    }
}

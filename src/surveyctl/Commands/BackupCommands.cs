using Surveyctl.Backups;
using Surveyctl.Recounting;

using SurveyEngine.Auditing;

using SurveyFunctions.Access;

namespace Surveyctl.Commands;

internal static class BackupCommands
{
    /// <summary>A copy of everything.</summary>
    public static Command Backup()
    {
        var path = Parameters.PathArgument<string>("folder", "A new folder.");
        return new StorageCommand("backup", StorageUse.Read,
            "Copies all tables of a storage into a new folder, from which 'restore' makes them again in any storage. Safe while answers "
            + "come in: what was acknowledged before it began is in it, and its tallies add up. Queues and timers are not copied. It holds "
            + "every answer: keep it where nobody else reads it, and no longer than answers may be kept. Withdrawn answers stay in it.",
            "surveyctl backup /var/backups/surveys/2026-11-02",
            "surveyctl backup backups/monday --file /srv/surveys/surveys.db --json") { path }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            using var folder = BackupFolder.Create(parsed.GetRequiredValue(path));
            var taken = await report.ProgressAsync(
                steps => new TakeBackup(engine.Tables, TimeProvider.System).RunAsync(folder, steps, cancellationToken));
            report.Table(["Table", "Rows"], taken.Manifest.Tables.Select(table => new[] { table.Table, table.Rows.ToString() }));
            if (taken.LeftOut.Count > 0)
                report.Line($"Left out, because they opened after this began or are half deleted: {string.Join(", ", taken.LeftOut)}.");
            report.Line($"The backup is in {folder.FullName}. It holds every answer: keep it where nobody else reads it.");
            report.Json(new BackupDocument(folder.FullName, taken.Manifest.TakenAt, taken.Manifest.Tables, taken.LeftOut));
        });
    }

    /// <summary>A storage from a backup.</summary>
    public static Command Restore()
    {
        var path = Parameters.PathArgument<string>("folder", "The folder of a finished backup.");
        return new StorageCommand("restore", StorageUse.Make,
            "Makes the tables of a backup again in an empty storage of either form, and recounts them. The whole backup is checked before "
            + "anything is written. If it is interrupted, run it again: it goes on. Answers withdrawn after the backup was taken come back "
            + "with it, and answers sent since are not in it. Exit code 2: the tallies do not add up.",
            "surveyctl restore /var/backups/surveys/2026-11-02 --file /srv/surveys/surveys.db",
            "AzureWebJobsStorage__accountName=newaccount surveyctl restore /var/backups/surveys/2026-11-02") { path }.Runs(
        async (engine, parsed, report, cancellationToken) =>
        {
            var folder = parsed.GetRequiredValue(path);
            var manifest = BackupManifest.Read(folder);
            await engine.SetUpAsync(cancellationToken);
            var (restored, verified) = await report.ProgressAsync(async steps =>
            {
                var restore = new RestoreBackup(engine.Tables);
                await restore.RequireNoOthersAsync(folder, manifest, cancellationToken);
                // Of a storage that was emptied but for these: no session that they sealed holds.
                await SessionKeys.RemoveAsync(engine.Tables, cancellationToken);
                var tables = await engine.Audit.RunAsync(
                    new AuditEvent(null, AuditAct.Restored, $"{manifest.TakenAt.UtcDateTime:O}"),
                    Audited.By(parsed),
                    () => restore.RunAsync(folder, manifest, steps, cancellationToken),
                    cancellationToken);
                var waves = await engine.FindWavesAsync(null, cancellationToken);
                return (tables, await RecountWaves.RunAsync(engine.Verify, waves, steps, cancellationToken));
            });
            report.Table(
                ["Table", "Rows", "Written now"],
                restored.Select(table => new[] { table.Table, table.Rows.ToString(), table.Written.ToString() }));
            RecountReport.Tell(report, verified);
            report.Line($"This is the storage as of {manifest.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: answers withdrawn since are back. "
                + "Whoever has the receipt can withdraw them again while the wave is open.");
            if (manifest.Tables.Any(table => table is { Table: StoreNames.People, Rows: > 0 }))
                report.Line("Nobody is signed in, and no link or key holds: 'surveyctl people invite --renew' makes links, and 'surveyctl keys make' keys. Take back again what was taken back since.");
            report.Json(new RestoreDocument(manifest.TakenAt, restored, RecountDocument.Of(verified)));
            return verified.All(partition => partition.IsRight) ? ExitCode.Ok : ExitCode.NotVerified;
        },
        // First, so that a damaged backup leaves no empty storage behind.
        check: (parsed, report, cancellationToken) =>
            report.ProgressAsync(steps => CheckBackup.RunAsync(parsed.GetRequiredValue(path), steps, cancellationToken)));
    }
}

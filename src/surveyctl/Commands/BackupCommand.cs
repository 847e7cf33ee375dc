using Surveyctl.Backups;

namespace Surveyctl.Commands;

/// <summary>A copy of everything.</summary>
internal sealed class BackupCommand : StorageCommand
{
    private readonly Argument<string> _folder = Parameters.PathArgument<string>("folder", "A new folder.");

    public BackupCommand()
        : base("backup", StorageUse.Read,
            "Copies all tables of a storage into a new folder, from which 'restore' makes them again in any storage. Safe while answers "
            + "come in: what was acknowledged before it began is in it, and its tallies add up. Queues and timers are not copied. It holds "
            + "every answer: keep it where nobody else reads it, and no longer than answers may be kept. Withdrawn answers stay in it.",
            "surveyctl backup /var/backups/surveys/2026-11-02",
            "surveyctl backup backups/monday --file /srv/surveys/surveys.db --json") =>
        Takes(_folder);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        using var folder = BackupFolder.Create(parsed.GetRequiredValue(_folder));
        var taken = await report.ProgressAsync(steps => new TakeBackup(engine.Tables, TimeProvider.System).RunAsync(folder, steps, cancellationToken));
        report.Table(["Table", "Rows"], taken.Manifest.Tables.Select(table => new[] { table.Table, table.Rows.ToString() }));
        if (taken.LeftOut.Count > 0)
            report.Line($"Left out, because they opened after this began or are half deleted: {string.Join(", ", taken.LeftOut)}.");
        report.Line($"The backup is in {folder.FullName}. It holds every answer: keep it where nobody else reads it.");
        report.Json(new BackupDocument(folder.FullName, taken.Manifest.TakenAt, taken.Manifest.Tables, taken.LeftOut));
        return ExitCode.Ok;
    }
}

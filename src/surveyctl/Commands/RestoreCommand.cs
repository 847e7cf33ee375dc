using Surveyctl.Backups;
using Surveyctl.Recounting;

namespace Surveyctl.Commands;

/// <summary>A storage from a backup.</summary>
internal sealed class RestoreCommand : StorageCommand
{
    private readonly Argument<string> _folder = Parameters.PathArgument<string>("folder", "The folder of a finished backup.");

    public RestoreCommand()
        : base("restore", StorageUse.Make,
            "Makes the tables of a backup again in an empty storage of either form, and recounts them. The whole backup is checked before "
            + "anything is written. If it is interrupted, run it again: it goes on. Answers withdrawn after the backup was taken come back "
            + "with it, and answers sent since are not in it. Exit code 2: the tallies do not add up.",
            "surveyctl restore /var/backups/surveys/2026-11-02 --file /srv/surveys/surveys.db",
            "AzureWebJobsStorage__accountName=newaccount surveyctl restore /var/backups/surveys/2026-11-02") =>
        Takes(_folder);

    /// <summary>First, so that a damaged backup leaves no empty storage behind.</summary>
    protected override Task CheckAsync(ParseResult parsed, Report report, CancellationToken cancellationToken) =>
        report.ProgressAsync(steps => CheckBackup.RunAsync(parsed.GetRequiredValue(_folder), steps, cancellationToken));

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(_folder);
        var manifest = BackupManifest.Read(folder);
        await engine.SetUpAsync(cancellationToken);
        var (restored, verified) = await report.ProgressAsync(async steps =>
        {
            var tables = await new RestoreBackup(engine.Tables).RunAsync(folder, manifest, steps, cancellationToken);
            var waves = await engine.FindWavesAsync(null, cancellationToken);
            return (tables, await RecountWaves.RunAsync(engine.Verify, waves, steps, cancellationToken));
        });
        report.Table(
            ["Table", "Rows", "Written now"],
            restored.Select(table => new[] { table.Table, table.Rows.ToString(), table.Written.ToString() }));
        RecountReport.Tell(report, verified);
        report.Line($"This is the storage as of {manifest.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: answers withdrawn since are back. "
            + "Whoever has the receipt can withdraw them again while the wave is open.");
        report.Json(new RestoreDocument(manifest.TakenAt, restored, RecountDocument.Of(verified)));
        return verified.All(partition => partition.IsRight) ? ExitCode.Ok : ExitCode.NotVerified;
    }
}

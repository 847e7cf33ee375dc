using System.CommandLine;

using Surveyctl.Backups;
using Surveyctl.Output;
using Surveyctl.Recounting;
using Surveyctl.Storage;

namespace Surveyctl.Commands;

/// <summary>A storage from a backup.</summary>
internal sealed class RestoreCommand : StorageCommand
{
    private readonly Argument<string> _folder = new("folder")
    {
        Description = "The folder of a finished backup.",
        Validators = { OptionRules.NotEmpty },
    };

    public RestoreCommand()
        : base(
            "restore",
            "Makes the tables of a backup again in an empty storage of either form, and recounts them. The whole backup is checked before "
            + "anything is written. If it is interrupted, run it again: it goes on. Answers withdrawn after the backup was taken come back "
            + "with it, and answers sent since are not in it. Exit code 2: the tallies do not add up.",
            "surveyctl restore /var/backups/surveys/2026-11-02 --file /srv/surveys/surveys.db",
            "AzureWebJobsStorage__accountName=newaccount surveyctl restore /var/backups/surveys/2026-11-02") =>
        Arguments.Add(_folder);

    protected override StorageUse Use => StorageUse.Make;

    /// <summary>First, so that a damaged backup leaves no empty storage behind.</summary>
    protected override Task CheckAsync(ParseResult parsed, Report report, CancellationToken cancellationToken) =>
        report.ProgressAsync(steps => CheckBackup.RunAsync(parsed.GetRequiredValue(_folder), steps, cancellationToken));

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(_folder);
        var manifest = BackupManifest.Read(folder);
        await engine.SetUpAsync(cancellationToken);
        IReadOnlyList<RestoredTable> restored = [];
        IReadOnlyList<VerifiedPartition> verified = [];
        await report.ProgressAsync(async steps =>
        {
            restored = await new RestoreBackup(engine.Tables).RunAsync(folder, manifest, steps, cancellationToken);
            var waves = await engine.FindWavesAsync(null, cancellationToken);
            verified = await RecountWaves.RunAsync(engine.Verify, waves, steps, cancellationToken);
        });
        Tell(report, manifest, restored, verified);
        return verified.All(partition => partition.IsRight) ? ExitCode.Ok : ExitCode.NotVerified;
    }

    private static void Tell(
        Report report, BackupManifest manifest, IReadOnlyList<RestoredTable> restored, IReadOnlyList<VerifiedPartition> verified)
    {
        report.Table(
            ["Table", "Rows", "Written now"],
            restored.Select(table => new[] { table.Table, table.Rows.ToString(), table.Written.ToString() }));
        RecountReport.Tell(report, verified);
        report.Line($"This is the storage as of {manifest.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: answers withdrawn since are back. "
            + "Whoever has the receipt can withdraw them again while the wave is open.");
        report.Json(json =>
        {
            json.WriteString("takenAt", manifest.TakenAt);
            json.WriteObjects("tables", restored, table =>
            {
                json.WriteString("table", table.Table);
                json.WriteNumber("rows", table.Rows);
                json.WriteNumber("written", table.Written);
            });
            RecountReport.Write(json, verified);
        });
    }
}

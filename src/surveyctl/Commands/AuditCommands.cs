using SurveyEngine.Auditing;

namespace Surveyctl.Commands;

/// <summary>Who did what, and when.</summary>
internal static class AuditCommands
{
    private const int UsualEntries = 50;

    public static Command All() => new SurveyctlCommand(
        "audit", "Shows who did what, and when: grants, links, sign-ins, exports, waves, flags, releases, deletions.", "surveyctl audit show --tenant southeast-seattle")
    {
        Show(),
    };

    private static SurveyctlCommand Show()
    {
        var tenant = Parameters.Text("--tenant", "id", "Whose. Default: what is of no tenant, such as that one was deleted.");
        var take = Parameters.Number("--take", "How many entries, of the latest.", UsualEntries);
        var outPath = Parameters.Path("--out", "file", "Write all of them as CSV into this file.");
        var force = Parameters.Flag("--force", "Replace the file.");
        return new StorageCommand("show", StorageUse.Read,
            "Shows who did what, and when, the latest first: by the ids of 'people list', 'operator' for a command, 'app' for what is done when it is time. "
            + "An entry is written before what it tells of; of what did not come to its end there is a second one. It has nothing of an answer.",
            "surveyctl audit show --tenant southeast-seattle",
            "surveyctl audit show --tenant southeast-seattle --out audit.csv",
            "surveyctl audit show")
        {
            tenant, take, outPath, force,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            TenantId? of = parsed.GetValue(tenant) is not { } named ? null
                : TenantId.TryParse(named, out var id) ? id
                : throw new CommandFailedException($"--tenant: {Slug.Explain(named)}");
            if (parsed.GetValue(outPath) is { } path)
            {
                await using var file = ExportCommands.Create(path, parsed.GetValue(force))!;
                var written = await AuditCsv.WriteAsync(engine.Audit.ReadAsync(of, take: null, cancellationToken), file.Writer);
                await file.KeepAsync();
                report.Line($"{Counted.Of(written, "entry", "entries")} written to {path}.");
                report.Json(new AuditFileDocument(of?.Value, Path.GetFullPath(path), written));
                return;
            }
            var entries = await engine.Audit.ReadAsync(of, parsed.GetValue(take), cancellationToken).ToListAsync(cancellationToken);
            if (entries.Count == 0)
                report.Line("Nothing is written down.");
            else
                report.Table(["When (UTC)", "Who", "What", "Of", "From"], entries.Select(entry => new[] { $"{entry.At:yyyy-MM-dd HH:mm:ss}", entry.By.Id, ActOf(entry), OfWhat(entry), entry.By.From }));
            report.Json(new AuditDocument(of?.Value, entries.Select(entry => new AuditEntryDocument(
                entry.Id, entry.At, entry.By.Id, AuditCsv.NameOf(entry.Event.Act), entry.Event.Subject, entry.Event.Detail, entry.By.From, entry.Failed))));
        });
    }

    private static string ActOf(AuditEntry entry) => entry.Failed is null ? AuditCsv.NameOf(entry.Event.Act) : $"did not come to its end: {AuditCsv.NameOf(entry.Event.Act)}";

    private static string OfWhat(AuditEntry entry) => entry.Event.Detail is { } detail ? $"{entry.Event.Subject}, {detail}" : entry.Event.Subject;
}

using Surveyctl.Tables;
using Surveyctl.Tenants;

using SurveyEngine.Auditing;

namespace Surveyctl.Commands;

internal static class TenantCommands
{
    public static Command All() => new SurveyctlCommand(
        "tenant", "Lists tenants, and deletes all that is stored of one.", "surveyctl tenant list", "surveyctl tenant delete southeast-seattle")
    {
        List(), Delete(),
    };

    private static SurveyctlCommand List() => new StorageCommand("list", StorageUse.Read,
        "Lists the tenants, and how many waves of each are in which state: drafts are defined and not opened yet.",
        "surveyctl tenant list", "surveyctl tenant list --json").Runs(async (engine, _, report, cancellationToken) =>
    {
        var waves = await engine.FindWavesAsync(null, cancellationToken);
        var tenants = new List<ListedTenantDocument>();
        await foreach (var id in TablePartitions.ReadAsync(engine.Tables, StoreNames.Definitions, KeyRange.All, cancellationToken))
        {
            var tenant = new TenantId(id);
            var opened = waves.Where(wave => wave.Tenant == tenant).ToList();
            var drafts = (await engine.Definitions.ListWavesAsync(tenant, cancellationToken)).Except(opened.Select(wave => wave.Id)).Count();
            // Null: it is half deleted, or its loading did not come to its end.
            var definition = await engine.Definitions.FindTenantAsync(tenant, cancellationToken);
            tenants.Add(new ListedTenantDocument(id, definition?.Name, definition?.TimeZone, Enum.GetValues<WaveState>().ToDictionary(
                state => state.ToString().ToLowerInvariant(),
                state => state == WaveState.Draft ? drafts : opened.Count(wave => wave.State == state))));
        }
        report.Table(
            ["Tenant", "Name", "Time zone", .. Enum.GetNames<WaveState>()],
            tenants.Select(tenant => (string[])
            [
                tenant.Tenant, tenant.Name ?? "half deleted or half loaded", tenant.TimeZone ?? "",
                .. tenant.Waves.Values.Select(waves => waves.ToString()),
            ]));
        report.Json(new TenantListDocument(tenants));
    });

    private static SurveyctlCommand Delete()
    {
        var id = new Argument<string>("tenant") { Description = "The id of a tenant." };
        var yes = Parameters.Flag("--yes", "Delete. Without it this only tells what would be deleted.");
        return new StorageCommand("delete", StorageUse.Change,
            "Deletes all that is stored of one tenant: its definitions, waves, responses, results, people and audit. Without --yes it only tells what "
            + "that is. All its waves must have settled. If it is interrupted, run it again. Nothing brings the tenant back but a backup, "
            + "and backups keep what they have: delete those, too, once they are no longer needed.",
            "surveyctl tenant delete southeast-seattle",
            "surveyctl tenant delete southeast-seattle --yes") { id, yes }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            if (!TenantId.TryParse(parsed.GetRequiredValue(id), out var tenant))
                throw new CommandFailedException(Slug.Explain(parsed.GetRequiredValue(id)));
            var rows = new TenantRows(engine.Tables, tenant);
            var contents = await rows.CountAsync(cancellationToken);
            Require(contents);
            var isSure = parsed.GetValue(yes);
            if (isSure)
            {
                // Where it stays.
                await engine.Audit.RunAsync(
                    new AuditEvent(null, AuditAct.TenantDeleted, tenant.Value),
                    Audited.By(parsed),
                    () => report.ProgressAsync(steps => new DeleteRows(engine.Tables, rows).RunAsync(steps, cancellationToken)),
                    cancellationToken);
            }

            report.Table(["Table", "Rows"], contents.Rows.Select(table => new[] { table.Key, table.Value.ToString() }));
            var waves = contents.Waves.Keys.Select(TenantContents.NameOf).ToList();
            report.Line($"{Counted.Of(waves.Count, "wave")} of {tenant}{(waves.Count == 0 ? "" : $": {string.Join(", ", waves)}")}.");
            report.Line(isSure
                ? "All of it is deleted."
                : "Nothing was deleted: this is what --yes deletes, for good. 'surveyctl backup' copies it first.");
            report.Json(
                new TenantDeleteDocument(tenant.Value, isSure, waves, contents.Rows.Select(table => new TableRowsDocument(table.Key, table.Value))));
        });
    }

    private static void Require(TenantContents contents)
    {
        if (contents.AreNone)
            throw new CommandFailedException($"Nothing is stored of a tenant '{contents.Tenant}'; 'surveyctl tenant list' shows those there are.");
        if (contents.WavesNotSettled is { Count: > 0 } waves)
        {
            throw new CommandFailedException(
                $"Answers may still come in for {string.Join(", ", waves)}. Close each with 'surveyctl wave close', wait about "
                + $"{ChangeWaveState.ClosingTime.TotalMinutes:F0} minutes until the app has settled it, and run this again. Nothing was deleted.");
        }
    }
}

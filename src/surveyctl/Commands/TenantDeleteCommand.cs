using Surveyctl.Tenants;

namespace Surveyctl.Commands;

/// <summary>Everything of one tenant, for good.</summary>
internal sealed class TenantDeleteCommand : StorageCommand
{
    private readonly Argument<string> _tenant = new("tenant") { Description = "The id of a tenant." };
    private readonly Option<bool> _yes = Parameters.Flag("--yes", "Delete. Without it this only tells what would be deleted.");

    public TenantDeleteCommand()
        : base("delete", StorageUse.Change,
            "Deletes all that is stored of one tenant: its definitions, waves, responses and results. Without --yes it only tells what "
            + "that is. All its waves must have settled. If it is interrupted, run it again. Nothing brings the tenant back but a backup, "
            + "and backups keep what they have: delete those, too, once they are no longer needed.",
            "surveyctl tenant delete southeast-seattle",
            "surveyctl tenant delete southeast-seattle --yes") =>
        Takes(_tenant, _yes);

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(_tenant);
        if (!TenantId.TryParse(name, out var tenant))
            throw new CommandFailedException($"An id is 1 to {Slug.MaxLength} characters of a-z, 0-9 and -.");
        var rows = new TenantRows(engine.Tables, tenant);
        var contents = await rows.CountAsync(cancellationToken);
        if (contents.AreNone)
            throw new CommandFailedException($"Nothing is stored of a tenant '{tenant}'; 'surveyctl tenant list' shows those there are.");
        Require(contents);
        var isSure = parsed.GetValue(_yes);
        if (isSure)
            await report.ProgressAsync(steps => new DeleteTenant(engine.Tables, rows).RunAsync(steps, cancellationToken));
        Tell(report, contents, isSure);
        return ExitCode.Ok;
    }

    private static void Require(TenantContents contents)
    {
        if (contents.WavesNotSettled is not { Count: > 0 } waves)
            return;
        throw new CommandFailedException(
            $"Answers may still come in for {string.Join(", ", waves)}. Close each with 'surveyctl wave close', wait about "
            + $"{ChangeWaveState.ClosingTime.TotalMinutes:F0} minutes until the app has settled it, and run this again. Nothing was deleted.");
    }

    private static void Tell(Report report, TenantContents contents, bool wereDeleted)
    {
        report.Table(["Table", "Rows"], contents.Rows.Select(table => new[] { table.Key, table.Value.ToString() }));
        var waves = contents.Waves.Keys.Select(TenantContents.NameOf).ToList();
        report.Line($"{waves.Count} waves of {contents.Tenant}{(waves.Count == 0 ? "" : $": {string.Join(", ", waves)}")}.");
        report.Line(wereDeleted
            ? "All of it is deleted."
            : "Nothing was deleted: this is what --yes deletes, for good. 'surveyctl backup' copies it first.");
        report.Json(
            new TenantDeleteDocument(
                contents.Tenant.Value, wereDeleted, waves, contents.Rows.Select(table => new TableRowsDocument(table.Key, table.Value))));
    }
}

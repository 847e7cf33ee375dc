using System.Text;

using Surveys.Csv;
using Surveys.Organisations;

namespace Surveyctl.Commands;

/// <summary>A tenant's organisations as they are stored, in files that an import reads.</summary>
internal static class ExportOrganisationsCommand
{
    public static SurveyctlCommand Organisations()
    {
        var tenantId = Parameters.Tenant("The tenant whose organisations they are.");
        var outPath = Parameters.Path("--out", "file", "The file. Default: the standard output.");
        var collectionsPath = Parameters.Path("--collections", "file", "Write their collections to this file.");
        var force = Parameters.Flag("--force", "Replace the files.");
        return new StorageCommand("organisations", StorageUse.Read,
            "Writes a tenant's organisations as they are stored, as CSV that 'import organisations' and a seeds folder read: imported again it "
            + "changes nothing.",
            "surveyctl export organisations --tenant southeast-seattle --out schools.csv",
            "surveyctl export organisations --tenant southeast-seattle --out schools.csv --collections groups.csv")
        {
            tenantId, outPath, collectionsPath, force,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var (path, groups) = (parsed.GetValue(outPath), parsed.GetValue(collectionsPath));
            ExportCommands.RequireFile(path, report);
            var text = parsed.GetRequiredValue(tenantId);
            if (!TenantId.TryParse(text, out var id) || await engine.Definitions.FindTenantAsync(id, cancellationToken) is null)
                throw new CommandFailedException($"There is no tenant '{text}'; 'surveyctl tenant list' shows those there are.");
            if (path is not null && groups is not null && Path.GetFullPath(path) == Path.GetFullPath(groups))
                throw new CommandFailedException("--out and --collections name one file: they are two.");

            var stored = await engine.Definitions.ReadOrganisationsAsync(id, cancellationToken);
            await using var file = ExportCommands.Create(path, parsed.GetValue(force));
            await using var collections = ExportCommands.Create(groups, parsed.GetValue(force));
            var output = file?.Writer ?? ExportCommands.StandardOutput(parsed.InvocationConfiguration.Output);
            await output.WriteAsync(TableOf(OrganisationRow.Columns, stored.Organisations.Select(row => row.Cells)));
            await output.FlushAsync(cancellationToken);
            if (collections is not null)
            {
                await collections.Writer.WriteAsync(TableOf(CollectionRow.Columns, stored.Collections.Select(row => row.Cells)));
                await collections.KeepAsync();
            }
            if (file is null)
                return;
            await file.KeepAsync();
            report.Line($"{Counted.Of(stored.Organisations.Count, "organisation")} of {id} written to {path}.");
            report.Json(new OrganisationsExportDocument(
                id.Value, Path.GetFullPath(path!), stored.Organisations.Count, groups is null ? null : Path.GetFullPath(groups)));
        });
    }

    private static string TableOf(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var csv = new StringBuilder(CsvText.ByteOrderMark);
        foreach (var row in rows.Prepend(columns))
            CsvText.AppendLine(csv, [.. row]);
        return csv.ToString();
    }
}

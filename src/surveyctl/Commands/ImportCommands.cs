using Surveyctl.Importing;

using Surveys.Readings;

namespace Surveyctl.Commands;

/// <summary>Single files are loaded into the storage.</summary>
internal static class ImportCommands
{
    public static Command Import() => new SurveyctlCommand(
        "import", "Loads single files into the storage: the organisations of a tenant.",
        "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run")
    {
        ImportOrganisations(),
    };

    private static SurveyctlCommand ImportOrganisations()
    {
        var file = Parameters.PathArgument<string>("file", "The organisations as CSV; docs/organisations-format.md describes the columns.");
        var tenantId = Parameters.Tenant("The tenant whose organisations they are.");
        var collections = Parameters.Path("--collections", "file", "Their collections as CSV. Without it those that are stored stay.");
        var name = Parameters.Text("--name", "text", "Creates the tenant, under this name.");
        var timeZone = Parameters.Text("--time-zone", "zone", "Of a tenant that is created: an IANA name such as America/Chicago.");
        var dryRun = Parameters.Flag("--dry-run", "Only tell what would change.");
        return new StorageCommand("organisations", StorageUse.Change,
            "Replaces a tenant's organisations by those of a file. Everything is checked first: if anything is wrong, every problem is "
            + "told and nothing is written. The same file again changes nothing.",
            "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run",
            "surveyctl import organisations schools.csv --tenant southeast-seattle --collections groups.csv",
            "surveyctl import organisations schools.csv --tenant valley --name \"Valley schools\" --time-zone America/Chicago")
        {
            file, tenantId, collections, name, timeZone, dryRun,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            if (!TenantId.TryParse(parsed.GetRequiredValue(tenantId), out var id))
                throw new CommandFailedException($"--tenant: an id is 1 to {Slug.MaxLength} characters of a-z, 0-9 and -.");
            var known = await engine.Definitions.FindTenantAsync(id, cancellationToken);
            var tenant = TenantToImport.Of(id, known, parsed.GetValue(name), parsed.GetValue(timeZone));
            var stored = await engine.Definitions.ReadOrganisationsAsync(id, cancellationToken);
            var files = ReadFiles(parsed.GetRequiredValue(file), parsed.GetValue(collections), stored);
            if (!tenant.IsValid || !files.IsValid)
                return Refuse(report, [.. tenant.Problems, .. files.Problems]);

            var changes = OrganisationChanges.Between(stored, files.Value);
            var isDryRun = parsed.GetValue(dryRun);
            if (!isDryRun && !changes.AreNone)
                await engine.Definitions.SaveOrganisationsAsync(id, files.Value.Organisations, files.Value.Collections, cancellationToken);
            // Last: who finds a tenant finds its organisations.
            if (!isDryRun && tenant.Value.IsNew)
                await engine.Definitions.SaveTenantAsync(tenant.Value.Definition, cancellationToken);
            var waves = await engine.FindWavesAsync(id: null, cancellationToken);
            var opened = waves.Where(wave => wave.Tenant == id).Select(wave => wave.Id).ToList();
            new ImportReport(tenant.Value, changes, isDryRun, opened).Tell(report);
            report.Json(
                new ImportDocument(
                    id.Value, tenant.Value.IsNew && !isDryRun, isDryRun, !changes.AreNone, changes.Organisations,
                    changes.Collections, opened.Select(wave => wave.Value)));
            return ExitCode.Ok;
        });
    }

    private static Reading<OrganisationFiles, DefinitionProblem> ReadFiles(string organisations, string? collections, LoadedOrganisations stored)
    {
        if (collections is null)
            return OrganisationFiles.Read(organisations, stored.Collections);
        var files = OrganisationFiles.Read(organisations, collections);
        return Path.Exists(collections)
            ? files
            : Reading<OrganisationFiles, DefinitionProblem>.Failed([new(collections, "", "There is no such file."), .. files.Problems]);
    }

    private static int Refuse(Report report, IReadOnlyList<DefinitionProblem> problems)
    {
        if (!report.IsJson)
            report.Error(string.Join('\n', [.. problems, $"{problems.Count} problems. Nothing was written."]));
        report.Json(new ImportRefusedDocument(Changes: false, problems));
        return ExitCode.Invalid;
    }
}

using Surveyctl.Importing;
using Surveyctl.Seeding;

using Surveys.Readings;

namespace Surveyctl.Commands;

/// <summary>A storage is made, and what operators wrote is checked and loaded into it.</summary>
internal static class LoadCommands
{
    public static Command Setup() => new StorageCommand("setup", StorageUse.Make,
        "Creates the tables and queues that are missing, and the file of an embedded store. Run it once per storage; running it again does "
        + "nothing.",
        "AzureWebJobsStorage__accountName=myaccount surveyctl setup",
        "surveyctl setup --connection \"DefaultEndpointsProtocol=https;AccountName=…\"",
        "surveyctl setup --file /srv/surveys/surveys.db").Runs(async (engine, _, report, cancellationToken) =>
    {
        await engine.SetUpAsync(cancellationToken);
        report.Line($"Tables: {string.Join(", ", StoreNames.Tables)}");
        report.Line($"Queues: {string.Join(", ", StoreNames.Queues)}");
        report.Json(new SetupDocument(StoreNames.Tables, StoreNames.Queues));
    });

    /// <summary>Every problem of files that an operator wrote.</summary>
    public static Command Validate()
    {
        var paths = Parameters.PathArgument<string[]>(
            "path", "A seeds folder, or single files: surveys, waves, tenants, organisations, languages, demo communities.", ArgumentArity.OneOrMore);
        return new SurveyctlCommand("validate",
            "Checks files and reports every problem of all of them, with its place, and what is not complete. Needs no storage and changes nothing.",
            "surveyctl validate seeds",
            "surveyctl validate seeds/surveys/family-climate.v1.json seeds/southeast-seattle/organisations.csv") { paths }.Runs((parsed, report, _) =>
        {
            var checks = parsed.GetRequiredValue(paths).Select(DefinitionFileCheck.Of).ToList();
            var problems = checks.SelectMany(check => check.Problems).ToList();
            var warnings = checks.SelectMany(check => check.Warnings).ToList();
            foreach (var problem in problems)
                report.Line(problem.ToString());
            foreach (var warning in warnings)
                report.Line($"Warning: {warning}");
            report.Line(problems.Count == 0 ? "No problems." : $"{problems.Count} problems.");
            report.Json(new ValidateDocument(problems.Count == 0, problems, warnings));
            return Task.FromResult(problems.Count == 0 ? ExitCode.Ok : ExitCode.Invalid);
        });
    }

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

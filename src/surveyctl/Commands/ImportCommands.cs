using Surveyctl.Importing;

using Surveys.Readings;

namespace Surveyctl.Commands;

/// <summary>Single files are loaded into the storage.</summary>
internal static class ImportCommands
{
    public static Command Import() => new SurveyctlCommand(
        "import", "Loads single files: the organisations of a tenant, answers from paper.",
        "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run")
    {
        ImportOrganisations(), ImportResponses(),
    };

    private static SurveyctlCommand ImportOrganisations()
    {
        var file = Parameters.PathArgument<string?>(
            "file", "The organisations: XLSX, or CSV as spreadsheets save it. --template explains the columns.", ArgumentArity.ZeroOrOne);
        var tenantId = Parameters.Text("--tenant", "id", "The tenant whose organisations they are.");
        var collections = Parameters.Path("--collections", "file", "Their collections, XLSX or CSV. Without it those that are stored stay.");
        var removed = new Option<string[]>("--remove")
        {
            Description = "Removes a stored organisation or collection that the file does not name; may be given several times.",
            HelpName = "id",
        };
        var name = Parameters.Text("--name", "text", "Creates the tenant, under this name.");
        var timeZone = Parameters.Text("--time-zone", "zone", "Of a tenant that is created: an IANA name such as America/Chicago.");
        var dryRun = Parameters.Flag("--dry-run", "Only tell what would change.");
        var template = Parameters.Flag("--template", "Only write a header to begin a file with, and explain every column. Needs no storage.");
        var outPath = Parameters.Path("--out", "file", "Write the template to this file. Default: the standard output.");
        var force = Parameters.Flag("--force", "Replace the file of --out.");
        var command = new StorageCommand("organisations", StorageUse.Change,
            "Adds a tenant's organisations and changes those that differ, by a table: a column with names is enough. What the table does not name "
            + "stays. Everything is checked first: if anything is wrong, every problem is told and nothing is written. The same file again changes "
            + "nothing.",
            "surveyctl import organisations --template --out schools.csv",
            "surveyctl import organisations schools.xlsx --tenant southeast-seattle --dry-run",
            "surveyctl import organisations schools.csv --tenant southeast-seattle --collections groups.csv --remove closed-school",
            "surveyctl import organisations schools.csv --tenant valley --name \"Valley schools\" --time-zone America/Chicago")
        {
            file, tenantId, collections, removed, name, timeZone, dryRun, template, outPath, force,
        };
        command.Validators.Add(result =>
        {
            // Asked for its value here, the file would not be held against its own rule.
            if (!result.GetValue(template) && (result.GetResult(file) is not { Tokens.Count: > 0 } || result.GetValue(tenantId) is null))
                result.AddError("Name the file and, with --tenant, whose organisations it has; or give --template to begin one.");
        });
        return command.Runs(async (parsed, report, cancellationToken) =>
        {
            if (parsed.GetValue(template))
            {
                await OrganisationTemplate.WriteAsync(parsed.GetValue(outPath), parsed.GetValue(force), report);
                return ExitCode.Ok;
            }
            if (!TenantId.TryParse(parsed.GetValue(tenantId)!, out var id))
                throw new CommandFailedException($"--tenant: {Slug.Explain(parsed.GetValue(tenantId)!)}");
            using var engine = StorageChoice.OpenEngine(parsed, StorageUse.Change);
            var known = await engine.Definitions.FindTenantAsync(id, cancellationToken);
            var tenant = TenantToImport.Of(id, known, parsed.GetValue(name), parsed.GetValue(timeZone));
            var stored = await engine.Definitions.ReadOrganisationsAsync(id, cancellationToken);
            var groups = parsed.GetValue(collections);
            var files = OrganisationFiles.Read(tenant.Value?.Definition, parsed.GetValue(file)!, groups, stored, parsed.GetValue(removed));
            IReadOnlyList<DefinitionProblem> missing = groups is null || Path.Exists(groups) ? [] : [new(groups, "", "There is no such file.")];
            if (!tenant.IsValid || !files.IsValid || missing.Count > 0)
                return Refuse(report, [.. tenant.Problems, .. missing, .. files.Problems]);

            var changes = OrganisationChanges.Between(stored, files.Value);
            var isDryRun = parsed.GetValue(dryRun);
            if (!isDryRun && !changes.AreNone)
                await engine.Definitions.SaveOrganisationsAsync(id, files.Value.Organisations, files.Value.Collections, cancellationToken, stored);
            // Last: who finds a tenant finds its organisations.
            if (!isDryRun && tenant.Value.IsNew)
                await engine.Definitions.SaveTenantAsync(tenant.Value.Definition, cancellationToken);
            var waves = await engine.FindWavesAsync(id: null, cancellationToken);
            var opened = waves.Where(wave => wave.Tenant == id).Select(wave => wave.Id).ToList();
            new ImportReport(tenant.Value, files.Value, changes, isDryRun, opened).Tell(report);
            report.Json(
                new ImportDocument(
                    id.Value, tenant.Value.IsNew && !isDryRun, isDryRun, !changes.AreNone, changes.Organisations,
                    changes.Collections, files.Value.Kept, files.Value.Notices, opened.Select(wave => wave.Value)));
            return ExitCode.Ok;
        });
    }

    /// <summary>Answers that somebody typed in from paper, through the running app.</summary>
    private static SurveyctlCommand ImportResponses()
    {
        var file = Parameters.PathArgument<string>(
            "file", "The answers, XLSX or CSV: the columns of 'export responses', and one named sheet that tells the sheets of paper apart.");
        var id = Parameters.Wave();
        var dryRun = Parameters.Flag("--dry-run", "Only tell what would be added.");
        var address = Parameters.Url();
        return new StorageCommand("responses", StorageUse.Change,
            "Adds answers typed in from paper to an open wave, through the running app. All rows are checked first: if anything is wrong, every "
            + "problem is told and nothing is sent. A sheet that is stored already is not stored again, so that the file can grow and be "
            + "imported again; if it has other answers now, the stored ones stand and it is told. Exit code 1: some sheets were not added.",
            "surveyctl import responses paper.xlsx southeast-2026-families --dry-run",
            "surveyctl import responses paper.csv southeast-2026-families --url https://surveys.example.org")
        {
            file, id, dryRun, address,
        }.Runs(async (engine, parsed, report, cancellationToken) =>
        {
            var wave = await engine.FindWaveAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (wave.AcceptanceAt(engine.Time.GetUtcNow()) is not WaveAcceptance.Open and var acceptance)
            {
                throw new CommandFailedException(acceptance == WaveAcceptance.NotYet
                    ? $"Wave {wave.Id} takes answers from {WaveCommands.TextOf(wave, wave.Times.OpensAt)} on."
                    : $"Wave {wave.Id} has closed: it takes no more answers.");
            }
            var responses = await new PaperFile(engine.Waves, wave).ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            if (!responses.IsValid)
                return Refuse(report, responses.Problems);

            var import = new ImportPaper(engine, wave);
            var isDryRun = parsed.GetValue(dryRun);
            var imported = isDryRun ? await import.TryAsync(responses.Value, cancellationToken) : await SendAsync();
            return PaperReport.Tell(report, wave, imported, isDryRun);

            async Task<IReadOnlyList<ImportedPaper>> SendAsync()
            {
                using var client = AppChoice.CreateClient();
                var url = await AppChoice.RequireWaveAsync(client, parsed, address, engine, wave, cancellationToken);
                return await report.ProgressAsync(async steps =>
                {
                    using var step = steps.Begin($"Sending {Counted.Of(responses.Value.Count, "response")} to {url.OriginalString}", responses.Value.Count);
                    return await import.RunAsync(responses.Value, client, url, step.Advance, cancellationToken);
                });
            }
        });
    }

    private static int Refuse(Report report, IReadOnlyList<DefinitionProblem> problems)
    {
        if (!report.IsJson)
            report.Error(string.Join('\n', [.. problems, $"{Counted.Of(problems.Count, "problem")}. Nothing was written."]));
        report.Json(new ImportRefusedDocument(Changes: false, problems));
        return ExitCode.Invalid;
    }
}

using System.CommandLine;

using Surveyctl.Importing;
using Surveyctl.Output;
using Surveyctl.Seeding;

using SurveyEngine.Waves;

using Surveys.Ids;

namespace Surveyctl.Commands;

/// <summary>A tenant's organisation tree from a CSV file.</summary>
internal sealed class ImportOrganisationsCommand : StorageCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "The organisations as CSV; docs/organisations-format.md describes the columns.",
        Validators = { OptionRules.NotEmpty },
    };

    private readonly Option<string> _tenant = new("--tenant") { Description = "The tenant whose organisations they are.", HelpName = "id", Required = true };

    private readonly Option<string?> _collections = new("--collections")
    {
        Description = "Their collections as CSV. Without it those that are stored stay.",
        HelpName = "file",
        Validators = { OptionRules.NotEmpty },
    };

    private readonly Option<string?> _name = new("--name") { Description = "Creates the tenant, under this name.", HelpName = "text" };

    private readonly Option<string?> _timeZone = new("--time-zone")
    {
        Description = "Of a tenant that is created: an IANA name such as America/Chicago.",
        HelpName = "zone",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only tell what would change." };

    public ImportOrganisationsCommand()
        : base(
            "organisations",
            "Replaces a tenant's organisations by those of a file. Everything is checked first: if anything is wrong, every problem is "
            + "told and nothing is written. The same file again changes nothing.",
            "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run",
            "surveyctl import organisations schools.csv --tenant southeast-seattle --collections groups.csv",
            "surveyctl import organisations schools.csv --tenant valley --name \"Valley schools\" --time-zone America/Chicago")
    {
        Arguments.Add(_file);
        foreach (var option in new Option[] { _tenant, _collections, _name, _timeZone, _dryRun })
            Options.Add(option);
    }

    protected override async Task<int> RunAsync(Engine engine, ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        if (!TenantId.TryParse(parsed.GetRequiredValue(_tenant), out var id))
            throw new CommandFailedException($"--tenant: an id is 1 to {Slug.MaxLength} characters of a-z, 0-9 and -.");
        var problems = new List<FileProblem>();
        var tenant = TenantToImport.Of(
            id,
            await engine.Definitions.FindTenantAsync(id, cancellationToken),
            parsed.GetValue(_name),
            parsed.GetValue(_timeZone),
            problems);
        var stored = await engine.Definitions.ReadOrganisationsAsync(id, cancellationToken);
        var files = ReadFiles(parsed.GetRequiredValue(_file), parsed.GetValue(_collections), stored, problems);
        if (tenant is null || files is null || problems.Count > 0)
            return Refuse(report, problems);

        var changes = OrganisationChanges.Between(stored, files);
        var isDryRun = parsed.GetValue(_dryRun);
        if (!isDryRun)
        {
            if (!changes.AreNone)
                await engine.Definitions.SaveOrganisationsAsync(id, files.Organisations, files.Collections, cancellationToken);
            // Last: who finds a tenant finds its organisations.
            if (tenant.IsNew)
                await engine.Definitions.SaveTenantAsync(tenant.Definition, cancellationToken);
        }
        var waves = await engine.Index.ListAsync(cancellationToken);
        new ImportReport(tenant, changes, isDryRun, [.. waves.Where(wave => wave.Tenant == id).Select(wave => wave.Wave)]).Tell(report);
        return ExitCode.Ok;
    }

    private static OrganisationFiles? ReadFiles(
        string organisations, string? collections, LoadedOrganisations stored, List<FileProblem> problems)
    {
        if (collections is null)
            return OrganisationFiles.Read(organisations, stored.Collections, problems);
        if (!Path.Exists(collections))
            problems.Add(new FileProblem(collections, "", "There is no such file."));
        return OrganisationFiles.Read(organisations, collections, problems);
    }

    private static int Refuse(Report report, List<FileProblem> problems)
    {
        if (!report.IsJson)
            report.Error(string.Join('\n', [.. problems.Select(problem => problem.ToString()), $"{problems.Count} problems. Nothing was written."]));
        report.Json(json =>
        {
            json.WriteBoolean("changes", false);
            json.WriteProblems(problems);
        });
        return ExitCode.Invalid;
    }
}

using Surveyctl.Importing;
using Surveyctl.Input;
using Surveyctl.Seeding;

namespace Surveyctl.Commands;

/// <summary>A tenant's organisation tree from a CSV file.</summary>
internal sealed class ImportOrganisationsCommand : StorageCommand
{
    private readonly Argument<string> _file = Parameters.PathArgument<string>(
        "file", "The organisations as CSV; docs/organisations-format.md describes the columns.");
    private readonly Option<string> _tenant = Parameters.Tenant("The tenant whose organisations they are.");
    private readonly Option<string?> _collections = Parameters.Path(
        "--collections", "file", "Their collections as CSV. Without it those that are stored stay.");
    private readonly Option<string?> _name = Parameters.Text("--name", "text", "Creates the tenant, under this name.");
    private readonly Option<string?> _timeZone = Parameters.Text(
        "--time-zone", "zone", "Of a tenant that is created: an IANA name such as America/Chicago.");
    private readonly Option<bool> _dryRun = Parameters.Flag("--dry-run", "Only tell what would change.");

    public ImportOrganisationsCommand()
        : base("organisations", StorageUse.Change,
            "Replaces a tenant's organisations by those of a file. Everything is checked first: if anything is wrong, every problem is "
            + "told and nothing is written. The same file again changes nothing.",
            "surveyctl import organisations schools.csv --tenant southeast-seattle --dry-run",
            "surveyctl import organisations schools.csv --tenant southeast-seattle --collections groups.csv",
            "surveyctl import organisations schools.csv --tenant valley --name \"Valley schools\" --time-zone America/Chicago") =>
        Takes(_file, _tenant, _collections, _name, _timeZone, _dryRun);

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
        var opened = waves.Where(wave => wave.Tenant == id).Select(wave => wave.Wave).ToList();
        new ImportReport(tenant, changes, isDryRun, opened).Tell(report);
        report.Json(
            new ImportDocument(
                id.Value, tenant.IsNew && !isDryRun, isDryRun, !changes.AreNone, DocumentOf(changes.Organisations), DocumentOf(changes.Collections),
                opened.Select(wave => wave.Value)));
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
        report.Json(new ImportRefusedDocument(Changes: false, problems));
        return ExitCode.Invalid;
    }

    private static ChangesDocument DocumentOf(IReadOnlyList<LineChange> lines)
    {
        return new ChangesDocument(
            Of(ChangeKind.Added), Of(ChangeKind.Changed), Of(ChangeKind.Removed), lines.Count(line => line.Change == ChangeKind.Unchanged));

        IEnumerable<ChangeDocument> Of(ChangeKind kind) =>
            from line in lines
            where line.Change == kind
            select new ChangeDocument(line.Id, line.Kind, kind == ChangeKind.Changed ? line.Columns : null);
    }
}

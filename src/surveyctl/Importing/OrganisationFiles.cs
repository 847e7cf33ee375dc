using Surveyctl.Input;

using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>The organisations of a tenant as its two files say, and the tree they make.</summary>
internal sealed record OrganisationFiles(
    IReadOnlyList<OrganisationRow> Organisations, IReadOnlyList<CollectionRow> Collections, OrganisationTree Tree)
{
    private const string OfCollections = "collections: ";

    /// <summary>What is not wrong but may be not what was meant.</summary>
    public IReadOnlyList<DefinitionProblem> Notices { get; init; } = [];

    /// <summary>How many of the organisations no file names: they are stored and stay.</summary>
    public int Kept { get; init; }

    /// <param name="tenant">Whose they are; null: not known yet, for files that are only checked.</param>
    /// <param name="organisations">The path of a table of organisations.</param>
    /// <param name="collections">The path of a table of collections; null, or nothing is there: the files have none.</param>
    /// <param name="stored">What the tenant has; null: the files are all of it.</param>
    /// <param name="removed">Ids of what of that is not to stay.</param>
    public static Reading<OrganisationFiles, DefinitionProblem> Read(
        TenantDefinition? tenant, string organisations, string? collections, LoadedOrganisations? stored = null, IReadOnlyCollection<string>? removed = null)
    {
        stored ??= new LoadedOrganisations([], []);
        var (problems, notices) = (new List<DefinitionProblem>(), new List<DefinitionProblem>());
        var collectionRows = Path.Exists(collections)
            ? ReadFile(collections, problems, (bytes, found) => CsvLines.Read(bytes, CollectionRow.Columns, found)).Select(CollectionOf).ToList()
            : [];
        var rows = ReadFile(organisations, problems, (bytes, found) =>
            PlaceInTree.Rows(tenant, stored.Organisations, OrganisationTable.Read(bytes, found, notices), found, notices));
        var beside = StoredBeside.Of(stored, rows, collectionRows, removed ?? [], problems);
        return Build(
            rows, collectionRows, beside, organisations, collections ?? "collections", problems,
            [.. notices.Select(notice => notice with { File = organisations })]);
    }

    /// <summary>The same with what is stored beside them.</summary>
    /// <param name="stored">What the tenant has.</param>
    /// <param name="removed">Ids of what of that is not to stay.</param>
    public Reading<OrganisationFiles, DefinitionProblem> Beside(LoadedOrganisations stored, IReadOnlyCollection<string> removed)
    {
        var problems = new List<DefinitionProblem>();
        var beside = StoredBeside.Of(stored, Organisations, Collections, removed, problems);
        return Build(Organisations, Collections, beside, "organisations", "collections", problems, Notices);
    }

    /// <param name="problems">Those found before; of files that lost rows the tree's rules about what is missing do not hold.</param>
    private static Reading<OrganisationFiles, DefinitionProblem> Build(
        IReadOnlyList<OrganisationRow> rows, IReadOnlyList<CollectionRow> collectionRows, StoredBeside beside, string organisations, string collections,
        List<DefinitionProblem> problems, IReadOnlyList<DefinitionProblem> notices)
    {
        rows = [.. beside.Organisations, .. rows];
        collectionRows = [.. beside.Collections, .. collectionRows];
        var reading = problems.Count == 0 ? OrganisationTree.Build(rows, collectionRows) : null;
        var byFile = (reading?.Problems ?? OrganisationTree.Check(rows, collectionRows))
            .ToLookup(problem => problem.Place.StartsWith(OfCollections, StringComparison.Ordinal));
        problems.AddRange(FileProblems.FirstOf(
            collections, [.. byFile[true].Select(problem => problem with { Place = problem.Place[OfCollections.Length..] })]));
        problems.AddRange(FileProblems.FirstOf(organisations, [.. byFile[false]]));
        return reading?.Value is { } tree
            ? new OrganisationFiles(rows, collectionRows, tree) { Notices = notices, Kept = beside.Organisations.Count }
            : Reading<OrganisationFiles, DefinitionProblem>.Failed(problems);
    }

    private static IReadOnlyList<T> ReadFile<T>(
        string file, List<DefinitionProblem> problems, Func<byte[], List<DefinitionProblem>, IReadOnlyList<T>> read)
    {
        var bytes = NamedFile.Read(file, NamedFile.MostCsvBytes);
        var found = new List<DefinitionProblem>();
        var rows = bytes.IsValid ? read(bytes.Value, found) : [];
        problems.AddRange(bytes.IsValid ? FileProblems.FirstOf(file, found) : bytes.Problems);
        return rows;
    }

    private static CollectionRow CollectionOf(CsvLine line) => new()
    {
        Line = line.Number,
        Id = line.Cells["id"],
        Name = line.Cells["name"],
        Kind = line.Cells["kind"],
    };
}

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
        OrganisationIds? ids = null;
        var rows = ReadFile(organisations, problems, (bytes, found) =>
        {
            var table = OrganisationTable.Read(bytes, found, notices);
            if (table.Count == 0 && found.Count == 0 && stored.Organisations.Count == 0)
                found.Add(new DefinitionProblem("", "The file has no schools: write a line for each below its header."));
            ids = new OrganisationIds(tenant, stored.Organisations, table, found);
            return PlaceInTree.Rows(tenant, stored.Organisations, table, ids, found);
        });
        var beside = StoredBeside.Of(stored, rows, collectionRows, removed ?? [], problems);
        foreach (var notice in (ids?.Notices(rows, beside.Organisations) ?? []).Concat(OrganisationNotices.Of([.. beside.Organisations, .. rows], stored.Organisations)))
            notices.Add(new DefinitionProblem("", notice));
        return Build(
            rows, collectionRows, beside, organisations, collections ?? "collections", problems,
            [.. notices.Select(notice => notice with { File = organisations })]);
    }

    /// <summary>Those of a tenant's folder: <c>organisations.csv</c> and <c>collections.csv</c>, or workbooks in their place.</summary>
    /// <param name="tenant">See <see cref="Read"/>.</param>
    /// <param name="folder">Its path.</param>
    /// <param name="organisations">The path of a table that has them under another name; null: none.</param>
    public static Reading<OrganisationFiles, DefinitionProblem> ReadFolder(TenantDefinition? tenant, string folder, string? organisations = null)
    {
        var twice = new List<DefinitionProblem>();
        var table = organisations ?? Find("organisations");
        var reading = Read(tenant, table, Find("collections"));
        return twice.Count == 0 && reading.IsValid ? reading : Reading<OrganisationFiles, DefinitionProblem>.Failed(
            [.. twice, .. reading.Problems.Select(problem => problem.File == table && !Path.Exists(table) ? problem with { Message = problem.Message + Advice() } : problem)]);

        string Advice() => Directory.Exists(folder)
            && Directory.GetFiles(folder).Select(Path.GetFileName).FirstOrDefault(name => name!.ToLowerInvariant() is "organisations.csv" or "organisations.xlsx") is { } other
            ? $" '{other}' is here: rename it to {other.ToLowerInvariant()}."
            : " Of a tenant that is stored, 'surveyctl seed' takes a wave or a survey alone without it: --wave ID, --survey ID.";

        string Find(string name)
        {
            var found = TablesIn(folder, name);
            if (found.Count > 1)
                twice.Add(new DefinitionProblem(found[1], "", $"{name}.csv is here too, and only one of the two can count: remove the other."));
            return found.Count > 0 ? found[0] : Path.Combine(folder, $"{name}.csv");
        }
    }

    /// <summary>Whether a tenant's folder has a table of organisations.</summary>
    public static bool AreIn(string folder) => TablesIn(folder, "organisations").Count > 0;

    private static List<string> TablesIn(string folder, string name) =>
        [.. new[] { "csv", "xlsx" }.Select(extension => Path.Combine(folder, $"{name}.{extension}")).Where(File.Exists)];

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

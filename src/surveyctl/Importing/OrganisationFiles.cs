using Surveyctl.Input;

using Surveys.Organisations;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>The organisations of a tenant as they stand in its two files, and the tree they make.</summary>
internal sealed record OrganisationFiles(
    IReadOnlyList<OrganisationRow> Organisations, IReadOnlyList<CollectionRow> Collections, OrganisationTree Tree)
{
    private const string OfCollections = "collections: ";

    /// <param name="organisations">The path of <c>organisations.csv</c>.</param>
    /// <param name="collections">The path of <c>collections.csv</c>, which may be missing: there are none then.</param>
    public static Reading<OrganisationFiles, DefinitionProblem> Read(string organisations, string collections)
    {
        var problems = new List<DefinitionProblem>();
        var rows = Path.Exists(collections) ? Lines(collections, CollectionRow.Columns, problems).Select(CollectionOf).ToList() : [];
        return Read(organisations, collections, rows, problems);
    }

    /// <summary>The same with collections that are known otherwise.</summary>
    public static Reading<OrganisationFiles, DefinitionProblem> Read(string organisations, IReadOnlyList<CollectionRow> collections) =>
        Read(organisations, "collections", collections, []);

    private static Reading<OrganisationFiles, DefinitionProblem> Read(
        string organisations, string collections, IReadOnlyList<CollectionRow> collectionRows, List<DefinitionProblem> problems)
    {
        var rows = Lines(organisations, OrganisationRow.Columns, problems).Select(OrganisationOf).ToList();
        // Of a file that lost lines the tree's rules about what is missing do not hold.
        var reading = problems.Count == 0 ? OrganisationTree.Build(rows, collectionRows) : null;
        var byFile = (reading?.Problems ?? OrganisationTree.Check(rows, collectionRows))
            .ToLookup(problem => problem.Place.StartsWith(OfCollections, StringComparison.Ordinal));
        problems.AddRange(FileProblems.FirstOf(
            collections, [.. byFile[true].Select(problem => problem with { Place = problem.Place[OfCollections.Length..] })]));
        problems.AddRange(FileProblems.FirstOf(organisations, [.. byFile[false]]));
        return reading?.Value is { } tree
            ? new OrganisationFiles(rows, collectionRows, tree)
            : Reading<OrganisationFiles, DefinitionProblem>.Failed(problems);
    }

    private static IReadOnlyList<CsvLine> Lines(string file, IReadOnlyList<string> columns, List<DefinitionProblem> problems)
    {
        var bytes = NamedFile.Read(file, NamedFile.MostCsvBytes);
        var found = new List<DefinitionProblem>();
        var lines = bytes.IsValid ? CsvLines.Read(bytes.Value, columns, found) : [];
        problems.AddRange(bytes.IsValid ? FileProblems.FirstOf(file, found) : bytes.Problems);
        return lines;
    }

    private static OrganisationRow OrganisationOf(CsvLine line) => new()
    {
        Line = line.Number,
        Path = line.Cells["path"],
        Name = line.Cells["name"],
        Kind = line.Cells["kind"],
        Category = line.Cells["category"],
        Enrolment = line.Cells["enrolment"],
        Households = line.Cells["households"],
        Staff = line.Cells["staff"],
        Title1 = line.Cells["title1"],
        ReducedLunch = line.Cells["reduced_lunch"],
        EnglishLearners = line.Cells["english_learners"],
        Languages = line.Cells["languages"],
        Collections = line.Cells["collections"],
    };

    private static CollectionRow CollectionOf(CsvLine line) => new()
    {
        Line = line.Number,
        Id = line.Cells["id"],
        Name = line.Cells["name"],
        Kind = line.Cells["kind"],
    };
}

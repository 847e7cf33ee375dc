using Surveyctl.Input;

using Surveys.Organisations;

namespace Surveyctl.Seeding;

/// <summary>The organisations of a tenant as they stand in its two files, and the tree they make.</summary>
internal sealed record OrganisationFiles(
    IReadOnlyList<OrganisationRow> Organisations, IReadOnlyList<CollectionRow> Collections, OrganisationTree Tree)
{
    private const string OfCollections = "collections: ";

    /// <summary>Null if anything is wrong: all of it goes to <paramref name="problems"/>.</summary>
    /// <param name="organisations">The path of <c>organisations.csv</c>.</param>
    /// <param name="collections">The path of <c>collections.csv</c>, which may be missing: there are none then.</param>
    /// <param name="problems">Of both files.</param>
    public static OrganisationFiles? Read(string organisations, string collections, ICollection<FileProblem> problems)
    {
        var before = problems.Count;
        var collectionRows = Path.Exists(collections)
            ? Lines(collections, CollectionRow.Columns, problems).Select(CollectionOf).ToList()
            : [];
        var organisationRows = Lines(organisations, OrganisationRow.Columns, problems).Select(OrganisationOf).ToList();
        return Build(organisations, organisationRows, collections, collectionRows, areComplete: problems.Count == before, problems);
    }

    /// <summary>The same with collections that are known otherwise.</summary>
    public static OrganisationFiles? Read(
        string organisations, IReadOnlyList<CollectionRow> collections, ICollection<FileProblem> problems)
    {
        var before = problems.Count;
        var rows = Lines(organisations, OrganisationRow.Columns, problems).Select(OrganisationOf).ToList();
        return Build(organisations, rows, "collections", collections, areComplete: problems.Count == before, problems);
    }

    /// <param name="organisations">The path, for problems.</param>
    /// <param name="organisationRows">Its lines.</param>
    /// <param name="collections">The path, for problems.</param>
    /// <param name="collectionRows">Its lines.</param>
    /// <param name="areComplete">False: a file lost lines, so the tree's rules about what is missing do not hold.</param>
    /// <param name="problems">Gets what is wrong.</param>
    private static OrganisationFiles? Build(
        string organisations,
        IReadOnlyList<OrganisationRow> organisationRows,
        string collections,
        IReadOnlyList<CollectionRow> collectionRows,
        bool areComplete,
        ICollection<FileProblem> problems)
    {
        var reading = areComplete ? OrganisationTree.Build(organisationRows, collectionRows) : null;
        var found = reading?.Problems ?? OrganisationTree.Check(organisationRows, collectionRows);
        var byFile = found.ToLookup(problem => problem.Place.StartsWith(OfCollections, StringComparison.Ordinal));
        FileProblem.AddFirst(
            problems, collections, [.. byFile[true].Select(problem => problem with { Place = problem.Place[OfCollections.Length..] })]);
        FileProblem.AddFirst(problems, organisations, [.. byFile[false]]);
        return reading?.Value is { } tree ? new OrganisationFiles(organisationRows, collectionRows, tree) : null;
    }

    private static IReadOnlyList<CsvLine> Lines(string file, IReadOnlyList<string> columns, ICollection<FileProblem> problems)
    {
        if (NamedFile.Read(file, NamedFile.MostCsvBytes, problems) is not { } bytes)
            return [];
        var found = new List<DefinitionProblem>();
        var lines = CsvLines.Read(bytes, columns, found);
        FileProblem.AddFirst(problems, file, found);
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

using Surveys.Definitions;
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
    public static OrganisationFiles? Read(string organisations, string collections, ICollection<FileProblem> problems)
    {
        var before = problems.Count;
        var collectionRows = File.Exists(collections)
            ? Lines(collections, CollectionRow.Columns, problems).Select(CollectionOf).ToList()
            : [];
        var organisationRows = Lines(organisations, OrganisationRow.Columns, problems).Select(OrganisationOf).ToList();
        // Of a file that lost lines the tree's own rules would complain about what only seems to be missing.
        if (problems.Count > before)
            return null;

        var reading = OrganisationTree.Build(organisationRows, collectionRows);
        foreach (var problem in reading.Problems)
        {
            problems.Add(problem.Place.StartsWith(OfCollections, StringComparison.Ordinal)
                ? new FileProblem(collections, problem.Place[OfCollections.Length..], problem.Message)
                : FileProblem.Of(organisations, problem));
        }
        return reading.Value is { } tree ? new OrganisationFiles(organisationRows, collectionRows, tree) : null;
    }

    private static IReadOnlyList<CsvLine> Lines(string file, IReadOnlyList<string> columns, ICollection<FileProblem> problems)
    {
        if (!File.Exists(file))
        {
            problems.Add(new FileProblem(file, "", "This file is missing."));
            return [];
        }
        var found = new List<DefinitionProblem>();
        var lines = CsvLines.Read(File.ReadAllBytes(file), columns, found);
        foreach (var problem in found)
            problems.Add(FileProblem.Of(file, problem));
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

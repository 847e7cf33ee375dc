using Surveys.Organisations;
using Surveys.Readings;

namespace Surveys.Tests.Organisations;

/// <summary>A small tree with nothing wrong: line 2 is the root, and so on down.</summary>
internal static class OrganisationFiles
{
    public static IReadOnlyList<OrganisationRow> Rows { get; } =
    [
        new() { Line = 2, Path = "net", Name = "Network", Kind = "network", Collections = "everyone" },
        new() { Line = 3, Path = "net/west-a", Name = "West A", Kind = "district", Category = "education", Enrolment = "900" },
        new()
        {
            Line = 4, Path = "net/west/birch", Name = "Birch", Kind = "school", Enrolment = "312", Households = "231", Staff = "34",
            Title1 = "yes", ReducedLunch = "82", EnglishLearners = "38", Languages = "so; en", Collections = "coalition",
        },
        new() { Line = 5, Path = "net/west", Name = "West", Kind = "district", Category = "education", Collections = "county" },
        new() { Line = 6, Path = "net/west/alder", Name = "Alder", Kind = "school", Title1 = "no", Collections = "coalition;county" },
        new() { Line = 7, Path = "net/west-a/cedar", Name = "Cedar", Kind = "school" },
        new() { Line = 8, Path = "net/county-board", Name = "County board", Kind = "county-government", Category = "government" },
        new() { Line = 9, Path = "net/empty", Name = "Empty", Kind = "district" },
    ];

    public static IReadOnlyList<CollectionRow> Collections { get; } =
    [
        new() { Line = 2, Id = "coalition", Name = "Coalition", Kind = "coalition" },
        new() { Line = 3, Id = "county", Name = "County", Kind = "county" },
        new() { Line = 4, Id = "everyone", Name = "Everyone", Kind = "network" },
    ];

    public static OrganisationTree Tree { get; } = OrganisationTree.Build(Rows, Collections).Value!;

    /// <summary>The rows with one line changed.</summary>
    public static Reading<OrganisationTree, DefinitionProblem> Spoiled(int line, Func<OrganisationRow, OrganisationRow> spoil) =>
        OrganisationTree.Build([.. Rows.Select(row => row.Line == line ? spoil(row) : row)], Collections);
}

using Surveys.Organisations;

namespace Surveys.Tests.Organisations;

public sealed class OrganisationProblemTests
{
    public static TheoryData<string, string, int, Func<OrganisationRow, OrganisationRow>> Mistakes => new()
    {
        { "line 6, column path", "is empty", 6, row => row with { Path = " " } },
        { "line 6, column path", "'Alder' is not an id", 6, row => row with { Path = "net/west/Alder" } },
        { "line 6, column path", "parent 'net/north' has no line", 6, row => row with { Path = "net/north/alder" } },
        { "line 6, column path", "parent 'net/west-a/cedar' is a school", 6, row => row with { Path = "net/west-a/cedar/alder" } },
        { "line 7, column path", "already stands on line 4", 7, row => row with { Path = "net/west-a/birch" } },
        { "line 6, column path", "is a collection already", 6, row => row with { Path = "net/west/coalition" } },
        { "line 9, column path", "second root beside 'net' on line 2", 9, row => row with { Path = "empty" } },
        { "line 6, column path", "at most 350", 6, row => row with { Path = "net/west/" + string.Join('/', Enumerable.Repeat(new string('a', 63), 6)) } },
        { "line 6, column name", "is empty", 6, row => row with { Name = "" } },
        { "line 6, column name", "201 characters: at most 200", 6, row => row with { Name = new string('x', 201) } },
        { "line 6, column name", "Character 3 is the control character U+0000", 6, row => row with { Name = "Al\0der" } },
        { "line 6, column name", "U+0007", 6, row => row with { Name = "\aAlder" } },
        { "line 6, column name", "U+001B", 6, row => row with { Name = "\u001b[2JAlder" } },
        { "line 6, column name", "U+000A", 6, row => row with { Name = "Alder\nSchool" } },
        { "line 6, column name", "U+0085", 6, row => row with { Name = "Al\u0085der" } },
        { "line 6, column path", "U+0007", 6, row => row with { Path = "net/\awest/alder" } },
        { "line 6, column kind", "U+001B", 6, row => row with { Kind = "sch\u001bool" } },
        { "line 6, column category", "U+001B", 6, row => row with { Category = "a\u001b" } },
        { "line 6, column staff", "U+0000", 6, row => row with { Staff = "1\02" } },
        { "line 6, column title1", "U+0000", 6, row => row with { Title1 = "y\0es" } },
        { "line 6, column languages", "U+0000", 6, row => row with { Languages = "e\0n" } },
        { "line 6, column languages", "at most 2000", 6, row => row with { Languages = string.Join(';', Enumerable.Repeat("en", 700)) } },
        { "line 6, column collections", "at most 2000", 6, row => row with { Collections = new string('x', 2001) } },
        { "line 6, column kind", "at most 2000", 6, row => row with { Kind = new string('x', 2001) } },
        { "line 6, column kind", "is empty", 6, row => row with { Kind = "" } },
        { "line 6, column kind", "is not an id", 6, row => row with { Kind = "High School" } },
        { "line 6, column category", "is not an id", 6, row => row with { Category = "Education" } },
        { "line 6, column enrolment", "no whole number", 6, row => row with { Enrolment = "1,200" } },
        { "line 6, column households", "no whole number", 6, row => row with { Households = "-1" } },
        { "line 6, column staff", "no whole number", 6, row => row with { Staff = "12.5" } },
        { "line 6, column title1", "use yes or no", 6, row => row with { Title1 = "true" } },
        { "line 6, column reduced_lunch", "from 0 to 100", 6, row => row with { ReducedLunch = "101" } },
        { "line 6, column english_learners", "from 0 to 100", 6, row => row with { EnglishLearners = "38%" } },
        { "line 6, column languages", "'Somali' is not a language", 6, row => row with { Languages = "Somali;en" } },
        { "line 6, column languages", "listed 2 times", 6, row => row with { Languages = "en;so;en" } },
        { "line 6, column collections", "'league' is no collection", 6, row => row with { Collections = "league" } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_with_line_and_column(string place, string says, int line, Func<OrganisationRow, OrganisationRow> spoil)
    {
        var reading = OrganisationFiles.Spoiled(line, spoil);

        Assert.Null(reading.Value);
        Assert.Contains(reading.Problems, problem => problem.Place == place && problem.Message.Contains(says, StringComparison.Ordinal));
        Assert.All(reading.Problems, problem => Assert.Equal(place, problem.Place));
        Assert.DoesNotContain(reading.Problems, problem => problem.Message.Any(char.IsControl));
    }

    [Fact]
    public void The_longest_name_is_taken() =>
        Assert.NotNull(OrganisationFiles.Spoiled(6, row => row with { Name = new string('\u0639', 200) }).Value);

    [Theory]
    [InlineData("column id", "is not an id", "The County", "County", "county")]
    [InlineData("column id", "already stands on line 2", "coalition", "County", "county")]
    [InlineData("column name", "is empty", "county-b", " ", "county")]
    [InlineData("column kind", "is empty", "county-b", "County", "")]
    [InlineData("column name", "U+0007", "county-b", "Coun\aty", "county")]
    public void A_mistake_in_a_collection_is_reported_as_one(string place, string says, string id, string name, string kind)
    {
        var added = new CollectionRow { Line = 5, Id = id, Name = name, Kind = kind };
        var problem = Assert.Single(OrganisationTree.Build(OrganisationFiles.Rows, [.. OrganisationFiles.Collections, added]).Problems);

        Assert.Equal($"collections: line 5, {place}", problem.Place);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_organisations_is_refused() =>
        Assert.Equal("line 2, column path", Assert.Single(OrganisationTree.Build([], []).Problems).Place);

    [Fact]
    public void Of_files_that_lost_lines_only_what_is_wrong_with_the_others_is_reported()
    {
        var rows = OrganisationFiles.Rows.Where(row => row.Line != 2).Select(row => row with { Staff = row.Line == 5 ? "many" : row.Staff }).ToList();

        Assert.Equal("line 5, column staff", Assert.Single(OrganisationTree.Check(rows, [])).Place);
        Assert.Empty(OrganisationTree.Check([], []));
    }

    [Fact]
    public void A_broken_parent_is_reported_once_and_not_for_every_line_below_it()
    {
        var rows = OrganisationFiles.Rows.Select(row => row with
        {
            Path = row.Line == 5 ? "net/West" : row.Path.Replace("west/", "West/", StringComparison.Ordinal),
        });
        var problems = OrganisationTree.Build([.. rows], OrganisationFiles.Collections).Problems;

        Assert.Equal(["line 4, column path", "line 5, column path", "line 6, column path"], problems.Select(problem => problem.Place));
        Assert.All(problems, problem => Assert.Contains("'West' is not an id", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_of_all_lines_are_reported_at_once()
    {
        var rows = OrganisationFiles.Rows.Select(row => row with { Title1 = "maybe", Enrolment = "many", Kind = "A Kind" });

        Assert.Equal(3 * OrganisationFiles.Rows.Count, OrganisationTree.Build([.. rows], OrganisationFiles.Collections).Problems.Count);
    }
}

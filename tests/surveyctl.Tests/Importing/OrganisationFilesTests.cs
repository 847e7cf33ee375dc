using System.Text;

using Surveyctl.Importing;
using Surveyctl.Tests.Spreadsheets;

using SurveyEngine.Waves;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;

using TestSupport;

namespace Surveyctl.Tests.Importing;

/// <summary>Tables as people have them, and what they say of a tenant's organisations.</summary>
public sealed class OrganisationFilesTests : IDisposable
{
    private static readonly TenantDefinition Tenant = new() { Id = new TenantId("valley"), Name = "Valley schools", TimeZone = "America/Chicago" };

    private static readonly LoadedOrganisations Stored = new(
        [
            new() { Line = 2, Path = "valley", Name = "Valley network", Kind = "network" },
            new() { Line = 3, Path = "valley/north", Name = "North District", Kind = "district", Category = "education" },
            new() { Line = 4, Path = "valley/north/alder", Name = "Alder School", Kind = "school", Enrolment = "200", Title1 = "yes", Collections = "river" },
            new() { Line = 5, Path = "valley/north/birch", Name = "Birch School", Kind = "school", Enrolment = "90" },
        ],
        [new() { Line = 2, Id = "river", Name = "Along the river", Kind = "county" }]);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_plain_sheet_of_a_new_tenant_makes_schools_of_its_districts_below_the_tenant()
    {
        var files = Read(
            """
            School Name,School District,Enrollment (2025),# of Families,Teachers,Title I?,% Free/Reduced Lunch,ELL %,Languages,Phone
            Alder Elementary,North District,"1,234",801,60,Yes,65%,12.4 %,"so, EN",555-0100
            Escuela José Martí,North District,90,,8,N,7,,es,
            Café Ærø K-8,,"1 200",,,x,,,,

            """);

        Assert.Equal(
            [
                "valley|Valley schools|network||||||||",
                "valley/north-district|North District|district||||||||",
                "valley/north-district/alder-elementary|Alder Elementary|school|1234|801|60|yes|65|12|so;en|",
                "valley/north-district/escuela-jose-marti|Escuela José Martí|school|90||8|no|7||es|",
                "valley/cafe-aero-k-8|Café Ærø K-8|school|1200|||yes||||",
            ],
            files.Organisations.Select(Told));
        Assert.Equal(
            [
                "line 1: Not read, because no column of organisations is called so: Phone.",
                ": 3 ids are made from names: alder-elementary, escuela-jose-marti, cafe-aero-k-8",
                ": 2 schools have no households: Escuela José Martí (escuela-jose-marti), Café Ærø K-8 (cafe-aero-k-8)",
                ": 1 school has no staff: Café Ærø K-8 (cafe-aero-k-8)",
                ": 1 school has fewer than 10 staff: Escuela José Martí (escuela-jose-marti)",
            ],
            files.Notices.Select(notice => $"{notice.Place}: {notice.Message}".Split(". ")[0]));
    }

    [Fact]
    public void A_workbook_gives_the_same_as_its_text()
    {
        string[][] rows = [["ID", "Name", "Students", "Title 1"], ["alder", "Alder & Oak", "120", "TRUE"], ["birch", "Birch", "80", "no"]];
        var text = Read(string.Join('\n', rows.Select(row => string.Join('\t', row))));
        var workbook = Read(SmallWorkbook.Typed(rows), "schools.xlsx");
        Assert.Equal(text.Organisations.Select(Told), workbook.Organisations.Select(Told));
        Assert.Equal("valley/alder|Alder & Oak|school|120|||yes||||", Told(workbook.Organisations[1]));
    }

    [Fact]
    public void A_part_of_the_columns_and_rows_changes_what_it_says_and_nothing_else()
    {
        var files = Read("school,enrolment,title1\nalder school,210,\n", Stored);

        Assert.Equal(3, files.Kept);
        Assert.Equal("valley/north/alder|alder school|school|210||||||", Told(files.Organisations[^1]).Replace("|river", "", StringComparison.Ordinal));
        var changes = OrganisationChanges.Between(Stored, files).Organisations;
        Assert.Equal(["name", "enrolment", "title1"], Assert.Single(changes.Changed).Columns);
        Assert.Empty(changes.Added.Concat(changes.Removed));
        Assert.Equal("river", Assert.Single(files.Collections).Id);
    }

    [Theory]
    [InlineData("Name,Students\nA,10\nB,20\nC,31")]
    [InlineData("Name,Students,Staff\nA,10,1\nB,20,1\nC,30,3")]
    [InlineData("Name,Students\nA,10\nC,10")]
    [InlineData("id,Name,Students\n,A,10\n,B,20\nc,C,30")]
    [InlineData("Name,Kind,Students\nA,,10\nB,,20\nAll,district,30")]
    [InlineData("Name,Students\nTotal Learning Academy,10\nB,20")]
    [InlineData("Name,Students\nA,10\nB,20\nTotal Learning Academy,31\nC,5")]
    [InlineData("Name,Students\nA,10\nTotality,10\nB,20\nC,30\nD,1")]
    [InlineData("Name,Students\nA,10\nB,20\nC,30\nD,1")]
    [InlineData("id,Name,Students\n,A,10\nn,North Total,10\n,B,20")]
    public void A_school_is_no_total_because_of_its_numbers_or_a_word_of_its_name(string text) => Assert.NotEmpty(Read(text).Organisations);

    [Fact]
    public void A_school_of_a_new_name_where_a_stored_one_is_missing_may_be_the_same_which_is_told()
    {
        const string Whole = "New: Birch Academy. Stored and not in this file: Birch School (birch).";
        Assert.Contains(Read("name\nAlder School\nBirch Academy", Stored).Notices, notice => notice.Message.StartsWith(Whole, StringComparison.Ordinal));
        // None is missing, or nearly all are: the file is an addition.
        foreach (var text in new[] { "name\nAlder School\nBirch School\nCedar School", "name\nCedar School", "id,name\nbirch,Birch Academy\nalder,Alder School" })
            Assert.DoesNotContain(Read(text, Stored).Notices, notice => notice.Message.StartsWith("New: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Schools_without_a_number_that_others_have_are_named()
    {
        var files = Read("name,households\nAlder School,80\n", Stored);
        Assert.Equal(
            "1 school has no households: Birch School (birch). Where this is the population of a wave, no response rate is known of anything "
                + "that a school without it belongs to.",
            Assert.Single(files.Notices).Message);
    }

    [Fact]
    public void Schools_of_too_few_people_to_ever_be_shown_alone_are_named_and_a_population_of_0_is_taken_for_a_mistake()
    {
        var files = Read("School,Students,Families,Staff\nAlder,9,10,40\nBirch,1,10,0\nCedar,10,10,\nDogwood,0,10,0\n");
        Assert.Equal(
            [
                "1 school has 0 students: Dogwood (dogwood). That is taken for a mistake: leave the field empty if it is not known.",
                "2 schools have fewer than 10 students: Alder (alder), Birch (birch). A wave that counts students never shows figures of such a school "
                    + "alone, however many answer.",
                "1 school has no staff: Cedar (cedar). Where this is the population of a wave, no response rate is known of anything that a school "
                    + "without it belongs to.",
                "2 schools have 0 staff: Birch (birch), Dogwood (dogwood). That is taken for a mistake: leave the field empty if it is not known.",
            ],
            files.Notices.Select(notice => notice.Message).Skip(1));
    }

    [Fact]
    public void Kinds_that_nobody_is_asked_about_are_named_unless_they_are_known()
    {
        const string Told = "New kinds: charter (1 row), elementary (2 rows). A wave of families or staff asks about organisations of the kind 'school' alone";
        const string Types = "School,Type\nAlder School,Charter\nCedar,Elementary\nDogwood,Elementary\nElm,School\n";
        Assert.Contains(Read(Types, Stored).Notices, notice => notice.Message.StartsWith(Told, StringComparison.Ordinal));

        var stored = new LoadedOrganisations(Read(Types, Stored).Organisations, Stored.Collections);
        foreach (var (text, before) in new[]
        {
            (Types, stored),
            ("School,Type,Membership,District\nAlder,school,,Hill\nHill,ward,,North\nNorth,district,,\nFir,city,associate,\n", null),
        })
            Assert.DoesNotContain(Read(text, before).Notices, notice => notice.Message.StartsWith("New kinds: ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_above_a_school_is_named_by_id_or_name_and_what_moves_takes_along_what_is_below_it()
    {
        var files = Read(
            "id,name,parent,kind\nnorth,North District,east,district\neast,East,valley,region\ncedar,Cedar,North District,school\nbirch,Birch School,valley/east,school\n", Stored);

        Assert.Equal(
            ["valley", "valley/east", "valley/east/birch", "valley/east/north", "valley/east/north/alder", "valley/east/north/cedar"],
            files.Organisations.Select(row => row.Path).Order(StringComparer.Ordinal));
        Assert.Equal("river", files.Organisations.Single(row => row.Id == "alder").Collections);
    }

    [Theory]
    [InlineData("Name,District\nRushford,Rushford\nRushford Middle,Rushford", "rushford/rushford-school;rushford/rushford-middle")]
    [InlineData("id,Name,District\nr1,Rushford,rushford\nr2,Rushford Middle,Rushford", "rushford/r1;rushford/r2")]
    [InlineData("id,Name,District\nrushford,Rushford,Rushford\nr2,Rushford Middle,Rushford", "rushford-district/rushford;rushford-district/r2")]
    [InlineData("Name,District,Kind\nRushford,,district\nRushford,Rushford,school\nNorth,,district", "rushford;rushford/rushford-school;north")]
    [InlineData("Name,District\nValley,South\nValley schools,South\nSouth High,South", "south/valley-school;south/valley-schools;south/south-high")]
    [InlineData("Name,District\nValley,Valley\nAlder,Valley", "valley-school;alder")]
    public void A_school_that_is_called_as_what_it_belongs_to_is_one_of_its_own_and_stays_it(string text, string paths)
    {
        var files = Read(text);
        Assert.Equal(paths.Split(';').Select(path => $"valley/{path}"), files.Organisations.Where(row => row.Line.Row.StartsWith("line ", StringComparison.Ordinal)).Select(row => row.Path));
        Assert.Equal(
            paths.Contains("-school;", StringComparison.Ordinal),
            files.Notices.Any(notice => notice.Message.Contains("that is called so: ", StringComparison.Ordinal)));

        var stored = new LoadedOrganisations(files.Organisations, files.Collections);
        Assert.True(OrganisationChanges.Between(stored, Read(text, stored)).AreNone);
    }

    [Theory]
    [InlineData("North District,North District", "valley/north/north-district-school")]
    [InlineData("North,north", "valley/north/north-school")]
    [InlineData("Valley network,North District", "valley/north/valley-network")]
    [InlineData("valley,North District", "valley/north/valley-school")]
    public void A_school_that_is_called_as_a_stored_district_or_network_leaves_that_as_it_is(string row, string path)
    {
        var files = Read($"Name,District,Families\n{row},300\n", Stored);
        Assert.Equal((path, "300"), (files.Organisations[^1].Path, files.Organisations[^1].Households));
        Assert.Empty(OrganisationChanges.Between(Stored, files).Organisations.Changed);
        Assert.EndsWith($"that is called so: {row.Split(',')[0]} ({files.Organisations[^1].Id}).", files.Notices[0].Message, StringComparison.Ordinal);

        var stored = new LoadedOrganisations(files.Organisations, files.Collections);
        var next = Read($"Name,District,Families\n{row},310\n", stored);
        Assert.Equal(path.Split('/')[^1], Assert.Single(OrganisationChanges.Between(stored, next).Organisations.Changed).Id);
    }

    [Fact]
    public void A_full_file_is_read_as_it_stands()
    {
        const string Line = "valley/north/alder,Alder,school,education,200,150,20,yes,82,38,so; en,river";
        File.WriteAllText(_folder.File("collections.csv"), "id,name,kind\nriver,River,county\n");
        var files = Read($"{string.Join(',', OrganisationRow.Columns)}\nvalley,V,network,,,,,,,,,\nvalley/north,N,district,,,,,,,,,\n{Line}\n", collections: _folder.File("collections.csv"));
        Assert.Equal(Line.Split(','), files.Organisations[^1].Cells);
        Assert.Equal("line 4", files.Organisations[^1].Line.Row);
    }

    [Fact]
    public void Nothing_is_removed_unless_it_is_named()
    {
        const string Part = "id,name\ncedar,Cedar\n";
        Assert.Equal(5, Read(Part, Stored).Organisations.Count);
        Assert.DoesNotContain(Read(Part, Stored, ["birch"]).Organisations, row => row.Id == "birch");
        // Whose collection goes has to lose it too.
        Assert.Empty(Read("id,collections\nalder,\n", Stored, ["river"]).Collections);

        Assert.Equal(
            [
                "--remove: cedar: It is in the file as well: leave it out there, or do not remove it.",
                "--remove: north: It is above birch: remove these too, or give them another parent.",
                "--remove: oak: There is no stored organisation or collection of this id.",
            ],
            Problems(Part, Stored, ["cedar", "north", "alder", "oak"]));
    }

    [Fact]
    public void Files_that_are_complete_by_themselves_can_be_loaded_beside_what_is_stored()
    {
        var files = Read("path,name,kind\nvalley,Valley network,network\nvalley/alder,Alder,school\n");
        Assert.Equal(
            ["valley", "valley/alder", "valley/north", "valley/north/birch"],
            files.Beside(Stored, []).Value!.Organisations.Select(row => row.Path).Order(StringComparer.Ordinal));
        Assert.Equal("--remove", Assert.Single(files.Beside(Stored, ["alder"]).Problems).File);
    }

    [Theory]
    [InlineData("\u00A0alder\u200B", "\uFEFFAlder\u00ADSchool\u200E", "\u200F312\u00A0", "valley/alder|AlderSchool|school|312")]
    [InlineData("al\u2011der\u2010a", "Alder\u00A0School", "1\u00A0200", "valley/al-der-a|Alder School|school|1200")]
    [InlineData("ALDER", "می\u200Cخواهم", "312.0", "valley/alder|می\u200Cخواهم|school|312")]
    public void Characters_that_nobody_sees_do_no_harm_where_they_mean_nothing(string id, string name, string students, string told) =>
        Assert.StartsWith(told, Told(Read($"id,name,students\n{id},{name},{students}\n").Organisations[^1]), StringComparison.Ordinal);

    [Theory]
    [InlineData("id,name\nal\u200Bder,Alder", "line 2, column id: 'al\u200Bder' is not an id (character 3 is U+200B, which nobody can see): use 1 to 63")]
    [InlineData("id,name\n\u0430lder,Alder", "line 2, column id: '\u0430lder' is not an id (character 1 is U+0430, not an ASCII character): use 1 to 63")]
    [InlineData("Name,# of Students\nAlder,3\u200B12", "line 2, column # of Students: '3\u200B12' is no whole number (character 2 is U+200B, which nobody can see)")]
    [InlineData("Name,FRL\nAlder,0.65", "line 2, column FRL: '0.65' is no whole percent from 0 to 100: write 65 for 65%")]
    [InlineData("Name,FRL\nAlder,120%", "line 2, column FRL: '120' is no whole percent")]
    [InlineData("Name,Students\nAlder,1.234", "line 2, column Students: '1.234' is no whole number")]
    [InlineData("Name,Title I\nAlder,perhaps", "line 2, column Title I: 'perhaps' does not fit")]
    [InlineData("id,name\na,\u200B\u3164\u00A0", "line 2, column name: This cell is empty")]
    [InlineData("Name\n小学", "line 2, column Name: An id is made of the letters")]
    [InlineData("Name,Students\n,12", "line 2: There is no name: fill it in.")]
    [InlineData("id,Name,Students\n,,12", "line 2: There is neither an id nor a name: fill one in.")]
    [InlineData("Name,Students\n#N/A,12", "line 2, column Name: '#N/A' is what a formula shows that fails")]
    [InlineData("Name,Students\nA,=B1*2", "line 2, column Students: '=B1*2' is a formula that nothing has calculated")]
    [InlineData("Name,District,Kind\nA,B,region\nB,A,region", "line 2, column District: a belongs to b belongs to a: correct one of them.")]
    [InlineData("Name,District\nNorth,East\nAlder,North", "line 3, column District: 'North' is a school, and nothing belongs to a school: correct this, or write in a column 'kind'")]
    [InlineData("Name,District\nLincoln,Lincoln\nLincoln,South", "line 3, column Name: By its name this has the id 'lincoln-school', as on line 2: add a column 'id'")]
    [InlineData("Name,Families,# of families\nA,1,2", "line 1: The columns Families and # of families both are 'households': rename or remove one.")]
    [InlineData("Foo,Bar\na,b", "line 1: Nothing here names organisations: Foo, Bar. Call the column with their names 'name'")]
    [InlineData("Name,District\nLincoln,North\nLincoln,South", "line 3, column Name: By its name this has the id 'lincoln', as on line 2: add a column 'id'")]
    [InlineData("id,Name\n,St. Mary\n,St Mary", "line 3, column Name: By its name this has the id 'st-mary', as on line 2: give each an id of its own.")]
    [InlineData("Name,Students,Staff\nA,10,1\nB,20,\nC,30,2\nWadajir,60,3", "line 5: This looks like the total of the rows above: remove it")]
    [InlineData("Name,Students\nA,10\nB,20\n,30", "line 4: This looks like the total of the rows above: remove it")]
    [InlineData("Name,Students\nTOTAL:,500\nA,10", "line 2: This looks like the total of the rows above: remove it")]
    [InlineData("Name,Students\nA,10\nB,20\nNorth Total,30\nC,5", "line 4: This looks like the total of the rows above: remove it")]
    [InlineData("Name,Students,Staff\nA,10,2\nB,5,\nC,20,3\nTotal North,25,3\nD,5,1", "line 5: This looks like the total of the rows above: remove it")]
    [InlineData("Name,Students,Staff\nA,10,2\nB,20,3\nNorth,30,5\nC,5,1", "line 4: This looks like the total of the rows above: remove it")]
    [InlineData("Name,Students", "The file has no schools: write a line for each below its header.")]
    [InlineData("Schools of the valley\nName,Students\nA,10\nB,20", "line 1: 'Schools of the valley' stands alone above rows of several cells, as a title does")]
    [InlineData("Schools of the valley, 2026\nName,Kind,Students\nA,,10\nB,,20", "line 1: Nothing here names organisations: Schools of the valley,  2026. Call")]
    [InlineData("Schools of the valley,\nName,Students\nA,10", "line 1: 'Schools of the valley' stands alone above rows of several cells, as a title does")]
    [InlineData("Name | Students | Languages\nA|10|so; en", "line 1: The columns are separated by '|': separate them by commas, semicolons or tabs")]
    [InlineData("School|Students\nA|10", "line 1: The columns are separated by '|': separate them by commas, semicolons or tabs")]
    public void What_cannot_be_read_is_told_where_it_stands_in_one_line(string text, string told) =>
        Assert.StartsWith(told, Assert.Single(Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void Totals_of_groups_are_not_counted_in_those_below_them() => Assert.Equal(
        ["line 4", "line 6", "line 7"],
        Problems("Name,Students\nA,10\nB,20\nNorth subtotal,30\nC,5\nTotal: South,5\nAll schools,35").Select(problem => problem.Split(':')[0]));

    [Theory]
    [InlineData("Name,District\nCedar,Nroth", "line 2, column District: There is no organisation 'Nroth': add a line for it, or correct this.")]
    [InlineData("Name,District\nCedar,Alder School", "line 2, column District: 'Alder School' is a school, and nothing belongs to a school")]
    [InlineData("Name,District\nCedar,Cedar", "line 2, column District: There is no organisation 'Cedar': add a line for it")]
    [InlineData("id,kind\nnorth,school", "stored 'alder', column path: The parent 'valley/north' is a school")]
    [InlineData("path,name,kind\nhill,Hill,network", "line 2, column path: 'hill' is a second root beside 'valley' on stored 'valley'")]
    [InlineData("id,students\ncedar,3", "line 2, column name: This cell is empty")]
    public void What_does_not_fit_what_is_stored_is_told(string text, string told) =>
        Assert.StartsWith(told, Problems(text, Stored)[0], StringComparison.Ordinal);

    [Fact]
    public void A_cell_of_a_workbook_is_named_by_row_and_letter()
    {
        var file = Write(SmallWorkbook.Typed(["Name", "", "Enrollment"], [], ["Alder", "", "many"]), "schools.xlsx");
        var problem = Assert.Single(OrganisationFiles.Read(Tenant, file, null).Problems);
        Assert.Equal("row 3, column C (Enrollment)", problem.Place);
    }

    [Fact]
    public void A_name_that_two_stored_organisations_have_is_not_guessed()
    {
        var twins = Stored with { Organisations = [.. Stored.Organisations, new() { Line = 6, Path = "valley/twin", Name = "alder school", Kind = "school" }] };
        Assert.StartsWith("line 2, column name: 2 stored organisations are called 'Alder School'", Problems("name\nAlder School", twins)[0], StringComparison.Ordinal);
        Assert.StartsWith("line 2, column parent: 2 organisations are called 'Alder School'", Problems("name,parent\nCedar,Alder School", twins)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_sheet_is_read_and_who_has_others_is_told()
    {
        const string Rows = """<row><c t="inlineStr"><is><t>Name</t></is></c></row><row><c t="inlineStr"><is><t>Alder</t></is></c></row>""";
        var files = Read(SmallWorkbook.Of([("Schools", "visible", Rows), ("Old", "visible", Rows)]), "schools.xlsx");
        Assert.Contains(files.Notices, notice => notice.Message == "The first sheet, 'Schools', is read; not read: Old.");
    }

    public void Dispose() => _folder.Dispose();

    private OrganisationFiles Read(string text, LoadedOrganisations? stored = null, string[]? removed = null, string? collections = null) =>
        Read(Encoding.UTF8.GetBytes(text), "schools.csv", stored, removed, collections);

    private OrganisationFiles Read(byte[] bytes, string name, LoadedOrganisations? stored = null, string[]? removed = null, string? collections = null)
    {
        var reading = OrganisationFiles.Read(Tenant, Write(bytes, name), collections, stored, removed);
        Assert.Empty(reading.Problems);
        return reading.Value!;
    }

    private List<string> Problems(string text, LoadedOrganisations? stored = null, string[]? removed = null) =>
        [.. OrganisationFiles.Read(Tenant, Write(Encoding.UTF8.GetBytes(text), "schools.csv"), null, stored, removed).Problems
            .Select(problem => (problem.File == "--remove" ? problem : problem with { File = "" }).ToString())];

    private string Write(byte[] bytes, string name)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }

    private static string Told(OrganisationRow row) => string.Join('|', row.Cells.Where((_, column) => OrganisationRow.Columns[column] != "category"));
}

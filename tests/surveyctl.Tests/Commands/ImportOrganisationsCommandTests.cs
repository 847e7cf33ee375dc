using System.Text;
using Surveyctl.Tests.Spreadsheets;
using SurveyEngine.Waves;
using Surveys.Ids;
using Surveys.Organisations;
using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class ImportOrganisationsCommandTests(AzuriteFixture azurite) : IDisposable
{
    private const string Header = "path,name,kind,category,enrolment,households,staff,title1,reduced_lunch,english_learners,languages,collections";

    private readonly SmallSeeds _seeds = new();

    private string File => _seeds.TenantFile("organisations.csv");

    private string Collections => _seeds.TenantFile("collections.csv");

    [Fact]
    public async Task What_changed_is_told_and_stored_and_the_same_file_again_changes_nothing()
    {
        await azurite.SetUpAsync();
        await CommandRun.OfAsync("seed", _seeds.Root, "--no-answers", "--connection", azurite.ConnectionString);
        Write(
            "valley,Valley network,network,,,,,,,,,",
            "valley/north,North district,district,education,600,400,60,,,,,",
            "valley/south,South district,district,education,,,,,,,,",
            "valley/south/alder,Alder School,school,,250,150,20,yes,82,38,so;en,river",
            "valley/north/birch,Birch School,school,,200,150,20,no,,,en,river");

        var text = await CommandRun.OfAsync(
            "import", "organisations", File, "--tenant", _seeds.Tenant, "--connection", azurite.ConnectionString, "--dry-run");
        Assert.Contains(
            "changed  school alder (path \"valley/north/alder\" → \"valley/south/alder\", enrolment \"200\" → \"250\")", text.Output, StringComparison.Ordinal);
        var dry = await ImportAsync("--dry-run", "--remove", "cedar");
        Assert.Equal((0, true, true), (dry.ExitCode, dry.Json().GetProperty("dryRun").GetBoolean(), dry.Json().GetProperty("changes").GetBoolean()));
        Assert.Equal(5, (await StoredAsync()).Organisations.Count);
        Assert.Contains((await StoredAsync()).Organisations, row => row.Path == "valley/north/cedar");

        var run = await ImportAsync("--remove", "cedar");
        Assert.Equal(0, run.ExitCode);
        var organisations = run.Json().GetProperty("organisations");
        Assert.Equal("""[{"id":"south","kind":"district"}]""", Compact("added"));
        Assert.Equal(
            """[{"id":"alder","kind":"school","values":[{"name":"path","before":"valley/north/alder","after":"valley/south/alder"},"""
                + """{"name":"enrolment","before":"200","after":"250"}],"columns":["path","enrolment"]}]""",
            Compact("changed"));
        Assert.Equal("""[{"id":"cedar","kind":"school"}]""", Compact("removed"));
        Assert.Equal(3, organisations.GetProperty("unchanged").GetInt32());
        Assert.Contains(_seeds.Families, run.Json().GetProperty("openedWaves").EnumerateArray().Select(wave => wave.GetString()));
        Assert.Equal(
            ["valley", "valley/north", "valley/north/birch", "valley/south", "valley/south/alder"],
            (await StoredAsync()).Organisations.Select(row => row.Path));
        // Nothing was said of them.
        Assert.Single((await StoredAsync()).Collections);

        var again = await ImportAsync();
        Assert.Equal((0, false), (again.ExitCode, again.Json().GetProperty("changes").GetBoolean()));
        // A wave that has opened asks the schools it opened with.
        var show = await CommandRun.OfAsync("wave", "show", _seeds.Families, "--connection", azurite.ConnectionString, "--json");
        Assert.Equal(3, show.Number("schools"));

        string Compact(string change) => string.Concat(organisations.GetProperty(change).GetRawText().Where(c => !char.IsWhiteSpace(c)));
    }

    [Fact]
    public async Task Every_problem_of_every_file_is_told_at_once_and_nothing_is_written()
    {
        await azurite.SetUpAsync();
        Write(
            "valley,Valley network,network,,,,,,,,,",
            "valley/north,\"North\" district,district,,,,,,,,,",
            "valley/north/alder,Alder,school,,many,,,,,,,",
            "valley/north/alder,Alder again,school,,,,,perhaps,,,,");
        _seeds.Write(["collections.csv"], "id,name,kind\nriver,,county\n");

        var run = await ImportAsync("--collections", Collections, "--time-zone", "Mars/Olympus", "--name", "");

        Assert.Equal(1, run.ExitCode);
        var problems = run.Json().GetProperty("problems").EnumerateArray()
            .Select(problem => $"{Path.GetFileName(problem.GetProperty("file").GetString())} {problem.GetProperty("place").GetString()}");
        Assert.Equal(
            [
                "collections.csv line 2, column name",
                "organisations.csv line 3",
                "organisations.csv line 4, column enrolment",
                "organisations.csv line 5, column path",
                "organisations.csv line 5, column title1",
                "tenant /name",
                "tenant /timeZone",
            ],
            problems.Order(StringComparer.Ordinal));
        Assert.Null(await Definitions.FindTenantAsync(new TenantId(_seeds.Tenant), CancellationToken.None));
        Assert.Empty((await StoredAsync()).Organisations);

        var text = await CommandRun.OfAsync("import", "organisations", File, "--tenant", _seeds.Tenant, "--connection", azurite.ConnectionString);
        Assert.Equal((1, ""), (text.ExitCode, text.Output));
        Assert.Contains("organisations.csv: line 4, column enrolment: 'many' is no whole number", text.Errors, StringComparison.Ordinal);
        Assert.Contains("--time-zone", text.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_that_no_storage_takes_are_told_by_a_dry_run_too_and_create_nothing()
    {
        await azurite.SetUpAsync();
        Write(
        [
            "valley,Valley network,network,,,,,,,,,",
            .. Enumerable.Range(0, 120).Select(i => $"valley/s{i},School {i},school,,,,,,,,,"),
            $"valley/long,{new string('x', 40_000)},school,,,,,,,,,",
            "valley/bell,Ring\aing,school,,,,,,,,,",
        ]);

        foreach (var more in new string[][] { ["--dry-run"], [] })
        {
            var run = await ImportAsync(["--name", "Valley", "--time-zone", "UTC", .. more]);
            Assert.Equal(1, run.ExitCode);
            Assert.Equal(
                [
                    "line 123, column name This cell has 40000 characters: at most 200 are allowed, shorten it.",
                    "line 124, column name Character 5 is the control character U+0007, which nobody can see: remove it.",
                ],
                run.Json().GetProperty("problems").EnumerateArray()
                    .Select(problem => $"{problem.GetProperty("place").GetString()} {problem.GetProperty("message").GetString()}"));
        }
        Assert.Null(await Definitions.FindTenantAsync(new TenantId(_seeds.Tenant), CancellationToken.None));
        Assert.Empty((await StoredAsync()).Organisations);
    }

    [Fact]
    public async Task A_tenant_is_created_if_it_is_described_and_not_changed_after()
    {
        await azurite.SetUpAsync();
        string[] described = ["--collections", Collections, "--name", "Valley schools", "--time-zone", "America/Chicago"];

        var run = await ImportAsync(described);
        Assert.Equal((0, true), (run.ExitCode, run.Json().GetProperty("tenantCreated").GetBoolean()));
        Assert.Equal("Valley schools", (await Definitions.FindTenantAsync(new TenantId(_seeds.Tenant), CancellationToken.None))!.Name);
        Assert.Equal(5, (await StoredAsync()).Organisations.Count);

        var again = await ImportAsync(described);
        Assert.Equal((0, false), (again.ExitCode, again.Json().GetProperty("tenantCreated").GetBoolean()));
        var other = await ImportAsync("--name", "Hill schools");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("'Valley schools'", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_as_a_spreadsheet_saves_it_with_semicolons_gives_the_same_organisations()
    {
        await azurite.SetUpAsync();
        await CommandRun.OfAsync("seed", _seeds.Root, "--no-answers", "--no-open", "--connection", azurite.ConnectionString);
        var saved = string.Join("\r\n",
            Header.Replace(',', ';'),
            "valley;Valley network;network;;;;;;;;;",
            "valley/north;North district;district;education;600;400;60;;;;;",
            "valley/north/alder;Alder School;school;;200;150;20;yes;82;38;\"so;en\";river",
            "valley/north/birch;Birch School;school;;200;150;20;no;;;en;river",
            "valley/north/cedar;\"Cedar \"\"Old\"\" School, upper\";school;;200;100;20;;;;;",
            ";;;;;;;;;;;",
            ";;;",
            "");
        await System.IO.File.WriteAllTextAsync(File, saved, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        var run = await ImportAsync();

        Assert.Equal((0, false), (run.ExitCode, run.Json().GetProperty("changes").GetBoolean()));
    }

    [Fact]
    public async Task A_coordinators_sheet_makes_a_tenant_and_a_later_part_of_it_keeps_the_rest()
    {
        await azurite.SetUpAsync();
        await System.IO.File.WriteAllBytesAsync(File, SmallWorkbook.Typed(
            ["School", "Enrollment", "FRL", "Principal"], ["Alder Elementary", "312", "65%", "A. Person"], ["Birch Elementary", "90", "", "B. Person"]));
        var made = await ImportAsync("--name", "Valley schools", "--time-zone", "America/Chicago");
        Assert.Equal(0, made.ExitCode);
        Assert.Equal(
            [$"{_seeds.Tenant} network", $"{_seeds.Tenant}/alder-elementary school 312 65", $"{_seeds.Tenant}/birch-elementary school 90"],
            (await StoredAsync()).Organisations.Select(row => $"{row.Path} {row.Kind} {row.Enrolment} {row.ReducedLunch}".Trim()));
        Assert.Contains(made.Json().GetProperty("notices").EnumerateArray(), notice => notice.GetProperty("message").GetString()!.EndsWith("Principal).", StringComparison.Ordinal));

        await System.IO.File.WriteAllTextAsync(File, "School\tStudents\nBirch Elementary\t95\n", Encoding.Unicode);
        var part = await CommandRun.OfAsync("import", "organisations", File, "--tenant", _seeds.Tenant, "--connection", azurite.ConnectionString);
        Assert.Equal(0, part.ExitCode);
        Assert.Contains("2 stored organisations are not in this file and stay; --remove ID removes one.", part.Output, StringComparison.Ordinal);
        Assert.Equal(["", "312", "95"], (await StoredAsync()).Organisations.Select(row => row.Enrolment));
    }

    [Fact]
    public async Task What_is_stored_is_exported_and_changes_nothing_when_it_is_imported_again()
    {
        await azurite.SetUpAsync();
        await CommandRun.OfAsync("seed", _seeds.Root, "--no-answers", "--no-open", "--connection", azurite.ConnectionString);
        string[] export = ["export", "organisations", "--tenant", _seeds.Tenant, "--connection", azurite.ConnectionString];

        var shown = await CommandRun.OfAsync(export);
        var run = await CommandRun.OfAsync([.. export, "--out", File, "--collections", Collections, "--force", "--json"]);

        Assert.Equal((0, 0, 5), (shown.ExitCode, run.ExitCode, run.Number("organisations")));
        Assert.Equal(shown.Output, Encoding.UTF8.GetString(await System.IO.File.ReadAllBytesAsync(File)));
        Assert.Contains("valley/north/birch,Birch School,school,,200,150,20,no,,,en,river", shown.Output, StringComparison.Ordinal);
        var again = await ImportAsync("--collections", Collections);
        Assert.Equal((0, false, 0), (again.ExitCode, again.Json().GetProperty("changes").GetBoolean(), again.Number("notInFile")));
        Assert.Equal(1, (await CommandRun.OfAsync([.. export[..3], "no-such-tenant", .. export[4..]])).ExitCode);
        Assert.Equal(1, (await CommandRun.OfAsync([.. export, "--json"])).ExitCode);
    }

    [Fact]
    public async Task A_template_explains_every_column_without_a_storage_and_can_be_filled_in()
    {
        var run = await CommandRun.OfAsync("import", "organisations", "--template");
        Assert.Equal((0, 1), (run.ExitCode, run.Output.AsSpan().Count('\n')));
        foreach (var column in OrganisationRow.Columns)
            Assert.Contains($"\n{column} ", $"\n{run.Errors}", StringComparison.Ordinal);
        Assert.All(run.Errors.Split('\n'), line => Assert.InRange(line.Length, 0, 80));

        Assert.Equal(0, (await CommandRun.OfAsync("import", "organisations", "--template", "--out", File, "--force")).ExitCode);
        await System.IO.File.AppendAllTextAsync(File, "Alder,,,,,312,,,,,,,\r\n");
        Assert.EndsWith("No problems.", (await CommandRun.OfAsync("validate", File)).Output.Trim(), StringComparison.Ordinal);

        var neither = await CommandRun.OfAsync("import", "organisations");
        Assert.Equal(1, neither.ExitCode);
        Assert.Contains("--template to begin one", neither.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_missing_are_told_together()
    {
        await azurite.SetUpAsync();
        var run = await CommandRun.OfAsync(
            "import", "organisations", "no-schools.csv", "--collections", "no-groups.csv", "--tenant", _seeds.Tenant,
            "--connection", azurite.ConnectionString);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no-schools.csv: There is no such file.", run.Errors, StringComparison.Ordinal);
        Assert.Contains("no-groups.csv: There is no such file.", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _seeds.Dispose();

    private DefinitionStore Definitions => new(azurite.Tables);

    private void Write(params string[] lines) => _seeds.Write(["organisations.csv"], string.Join('\n', [Header, .. lines, ""]));

    private Task<LoadedOrganisations> StoredAsync() => Definitions.ReadOrganisationsAsync(new TenantId(_seeds.Tenant), CancellationToken.None);

    private Task<CommandRun> ImportAsync(params string[] args) => CommandRun.OfAsync(
        ["import", "organisations", File, "--tenant", _seeds.Tenant, "--connection", azurite.ConnectionString, "--json", .. args]);
}

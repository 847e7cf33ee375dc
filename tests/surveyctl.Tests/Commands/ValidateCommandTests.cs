using Surveyctl.Tests.Spreadsheets;

using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class ValidateCommandTests
{
    [Fact]
    public async Task The_seeds_of_the_repository_have_no_problem()
    {
        var run = await CommandRun.OfAsync("validate", Repository.Path("seeds"), "--json");
        Assert.Equal("", string.Join('\n', run.Json().GetProperty("problems").EnumerateArray()));
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Every_problem_of_every_file_is_reported_with_file_and_place()
    {
        using var seeds = new SmallSeeds();
        seeds.Write(["tenant.json"], $$"""{"format": 1, "id": "{{seeds.Tenant}}", "name": "Valley", "timeZone": "America/Valley"}""");
        seeds.Write(["collections.csv"], "id,name,kind\nriver,,county\n");
        seeds.Write(["organisations.csv"], File.ReadAllText(seeds.TenantFile("organisations.csv"))
            .Replace("valley/north/alder,Alder School,school,,200", "valley/north/alder,Alder School,school,,many", StringComparison.Ordinal));
        seeds.Write(["waves", "other.json"], """{"format": 1, "id": "another", "title": {"en": "x"}, "survey": "none", "version": 3, "population": "none"}""");
        seeds.Write(["demo", "stray.json"], "{}");
        File.WriteAllText(seeds.File("surveys", "broken.v1.json"), "{");

        var run = await CommandRun.OfAsync("validate", seeds.Root, "--json");

        Assert.Equal(1, run.ExitCode);
        var found = run.Json().GetProperty("problems").EnumerateArray()
            .Select(problem => (Path.GetFileName(problem.GetProperty("file").GetString()), problem.GetProperty("place").GetString()))
            .ToList();
        Assert.Contains(("tenant.json", "/timeZone"), found);
        Assert.Contains(("collections.csv", "line 2, column name"), found);
        Assert.Contains(("organisations.csv", "line 4, column enrolment"), found);
        Assert.Contains(("other.json", "/id"), found);
        Assert.Contains(("other.json", "/survey"), found);
        Assert.Contains(("stray.json", ""), found);
        Assert.Contains(found, problem => problem.Item1 == "broken.v1.json");
    }

    [Fact]
    public async Task Whatever_finds_a_mistake_in_JSON_its_line_is_told()
    {
        using var seeds = new SmallSeeds();
        seeds.Write(["tenant.json"], $$"""
            {"format": 1.0, "id": "{{seeds.Tenant}}", "name": "Valley",
             "timeZone": "America/Valley"}
            """);
        seeds.Write(["waves", "other.json"], """
            {
              "format": 1, "id": "another", "title": {"en": "x"},
              "survey": "none", "version": 3, "population": "none"}
            """);
        File.WriteAllText(seeds.File("surveys", "broken.v1.json"), "{\n \u201Cid\u201D: 1}");

        var run = await CommandRun.OfAsync("validate", seeds.Root, "--json");

        Assert.Equal(
            ["broken.v1.json line 2, column 2", "other.json 2 /id", "other.json 3 /survey", "tenant.json 2 /timeZone"],
            run.Json().GetProperty("problems").EnumerateArray()
                .Select(problem => $"{Path.GetFileName(problem.GetProperty("file").GetString())} {problem.GetProperty("line")} {problem.GetProperty("place")}".Replace("  ", " ", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        var text = await CommandRun.OfAsync("validate", seeds.Root);
        Assert.Contains($"{seeds.TenantFile("tenant.json")}: line 2, /timeZone: There is no time zone", text.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n4 problems.", text.Output.Trim(), StringComparison.Ordinal);
        var alone = await CommandRun.OfAsync("validate", seeds.TenantFile("tenant.json"));
        Assert.EndsWith("\n1 problem.", alone.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wave_id_that_two_tenants_use_is_a_problem()
    {
        using var seeds = new SmallSeeds();
        var twin = seeds.File("twin");
        Directory.CreateDirectory(Path.Combine(twin, "waves"));
        foreach (var file in new[] { "organisations.csv", "collections.csv", Path.Combine("waves", $"{seeds.Families}.json") })
            File.Copy(seeds.TenantFile(file), Path.Combine(twin, file));
        await File.WriteAllTextAsync(
            Path.Combine(twin, "tenant.json"), """{"format": 1, "id": "twin", "name": "Twin", "timeZone": "America/Chicago"}""");

        var run = await CommandRun.OfAsync("validate", seeds.Root);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has this id already", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("surveys/family-climate.v1.json")]
    [InlineData("southeast-seattle/tenant.json")]
    [InlineData("southeast-seattle/organisations.csv")]
    [InlineData("southeast-seattle/collections.csv")]
    [InlineData("southeast-seattle/waves/southeast-2026-staff.json")]
    [InlineData("southeast-seattle/demo/southeast-2026-staff.json")]
    public async Task A_single_file_is_recognised_by_what_is_in_it(string file)
    {
        var run = await CommandRun.OfAsync("validate", Repository.Path("seeds", file));
        Assert.Equal("No problems.", run.Output.Trim());
    }

    [Fact]
    public async Task A_single_file_in_its_place_in_a_folder_is_named_by_what_is_in_it()
    {
        using var seeds = new SmallSeeds();
        string[] right =
        [
            seeds.File("surveys", "family-climate.v1.json"), seeds.TenantFile("waves", $"{seeds.Families}.json"), seeds.TenantFile("languages", "am.json"),
        ];
        seeds.Write(["languages", "am.json"], """{"format": 1, "language": "am", "name": "X", "direction": "ltr", "texts": {}}""");
        foreach (var file in right)
        {
            var wrong = Path.Combine(Path.GetDirectoryName(file)!, "other.v2.json");
            File.Move(file, wrong);
            Assert.Contains($"By what is in it the file is named {Path.GetFileName(file)}: rename it", (await CommandRun.OfAsync("validate", wrong)).Output, StringComparison.Ordinal);
            File.Move(wrong, seeds.File("other.v2.json"), overwrite: true);
            Assert.EndsWith("No problems.", (await CommandRun.OfAsync("validate", seeds.File("other.v2.json"))).Output.Trim(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Organisations_and_collections_of_a_folder_may_be_workbooks_but_not_both()
    {
        using var seeds = new SmallSeeds();
        string[][] columns = [["path", "name", "kind", "category", "households", "collections"]];
        await File.WriteAllBytesAsync(seeds.TenantFile("organisations.xlsx"), SmallWorkbook.Typed(
            [.. columns, ["valley", "Valley", "network", "education", "", ""], ["valley/alder", "Alder", "school", "", "150", "river"]]));
        await File.WriteAllBytesAsync(seeds.TenantFile("collections.xlsx"), SmallWorkbook.Typed(["id", "name", "kind"], ["river", "River", "county"]));

        var both = await CommandRun.OfAsync("validate", seeds.Root, "--json");
        File.Delete(seeds.TenantFile("organisations.csv"));
        File.Delete(seeds.TenantFile("collections.csv"));

        Assert.Equal(
            ["organisations.xlsx", "collections.xlsx"],
            both.Json().GetProperty("problems").EnumerateArray().Select(problem => Path.GetFileName(problem.GetProperty("file").GetString())));
        foreach (var path in new[] { seeds.Root, seeds.TenantFile("organisations.xlsx"), seeds.TenantFile("collections.xlsx") })
            Assert.Equal("No problems.", (await CommandRun.OfAsync("validate", path)).Output.Trim());
    }

    [Fact]
    public async Task Where_organisations_are_missing_it_is_told_what_takes_the_folder_or_which_file_has_them()
    {
        using var seeds = new SmallSeeds();
        File.Move(seeds.TenantFile("organisations.csv"), seeds.TenantFile("schools.csv"));
        var missing = await CommandRun.OfAsync("validate", seeds.Root);
        Assert.Contains("organisations.csv: There is no such file. Of a tenant that is stored, 'surveyctl seed' takes", missing.Output, StringComparison.Ordinal);
        Assert.Contains("--wave ID, --survey ID.", missing.Output, StringComparison.Ordinal);

        File.Move(seeds.TenantFile("schools.csv"), seeds.TenantFile("Organisations.CSV"));
        var renamed = await CommandRun.OfAsync("validate", seeds.Root);
        Assert.Contains("There is no such file. 'Organisations.CSV' is here: rename it to organisations.csv.", renamed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_is_held_against_the_words_of_pages_and_told_what_is_missing()
    {
        using var seeds = new SmallSeeds();
        Write("am", "am", """{"form.or": " ወይም ", "form.limit": "{number}"}""");

        var whole = await CommandRun.OfAsync("validate", seeds.Root, "--json");
        var alone = await CommandRun.OfAsync("validate", seeds.TenantFile("languages", "am.json"));

        Assert.Equal(0, whole.ExitCode);
        var warning = Assert.Single(whole.Json().GetProperty("warnings").EnumerateArray());
        Assert.Equal(seeds.TenantFile("languages", "am.json"), warning.GetProperty("file").GetString());
        Assert.Contains("form.submit, ", warning.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("form.or,", warning.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, alone.ExitCode);
        Assert.Contains("Warning: ", alone.Output, StringComparison.Ordinal);

        Write("so", "so", "{}");
        Write("om", "ti", """{"form.limit": "{nummer}", "form.tile": "x", "time.months": "1|2", "time.clock": "%"}""");
        var wrong = await CommandRun.OfAsync("validate", seeds.Root, "--json");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Equal(
            ["om.json/language", "om.json/texts/form.limit", "om.json/texts/form.tile", "om.json/texts/time.clock", "om.json/texts/time.months", "so.json/language"],
            wrong.Json().GetProperty("problems").EnumerateArray()
                .Select(problem => Path.GetFileName(problem.GetProperty("file").GetString()) + problem.GetProperty("place").GetString())
                .Order(StringComparer.Ordinal));

        void Write(string file, string language, string texts) => seeds.Write(
            ["languages", $"{file}.json"], $$"""{"format": 1, "language": "{{language}}", "name": "X", "direction": "ltr", "texts": {{texts}}}""");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_problem() =>
        Assert.Equal(1, (await CommandRun.OfAsync("validate", "no-such-file.json")).ExitCode);
}

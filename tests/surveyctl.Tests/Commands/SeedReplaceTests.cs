using SurveyEngine.Waves;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;

namespace Surveyctl.Tests.Commands;

/// <summary>A folder that differs from what is stored.</summary>
[Collection(WholeStorages.Name)]
public sealed class SeedReplaceTests(WholeStorages storages) : IDisposable
{
    private readonly SmallSeeds _seeds = new();
    private WholeStorage? _storage;

    private WholeStorage Storage => _storage ?? throw new InvalidOperationException("Seed it first.");

    private TenantId Tenant => new(_seeds.Tenant);

    [Fact]
    public async Task The_same_folder_again_changes_nothing_and_says_so()
    {
        await SeedFirstAsync("--no-answers");
        var before = await Storage.RowsAsync();

        var run = await CommandRun.OfAsync(["seed", _seeds.Root, "--no-answers", .. Storage.Options]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("Nothing changes", run.Output, StringComparison.Ordinal);
        Assert.Contains("surveyctl wave links", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, await Storage.RowsAsync());
    }

    [Fact]
    public async Task Whatever_differs_is_listed_and_nothing_is_written_without_being_told_to_replace_it()
    {
        _seeds.Write(["languages", "am.json"], Amharic("ላክ"));
        await SeedFirstAsync("--no-open");
        var before = await Storage.RowsAsync();
        _seeds.Write(["tenant.json"], $$"""{"format": 1, "id": "{{_seeds.Tenant}}", "name": "Renamed", "timeZone": "America/Chicago"}""");
        ChangeRoster("birch,Birch School,school,,200,150", "birch,Birch Academy,school,,200,160");
        ChangeRoster("valley/north/cedar", "valley/north/dogwood,Dogwood School,school,,90,,,,,,,\nvalley/north/cedar");
        _seeds.Write(["collections.csv"], "id,name,kind\nriver,Along the stream,county\n");
        _seeds.Write(["languages", "am.json"], Amharic("አስገባ"));
        ChangeSurvey();
        ChangeTitle("Other");

        var run = await SeedAsync("--no-open");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                $"changed tenant {_seeds.Tenant}: name \"Valley\" → \"Renamed\"",
                "added school dogwood: ",
                "changed school birch: name \"Birch School\" → \"Birch Academy\", households \"150\" → \"160\"",
                "changed county river: name \"Along the river\" → \"Along the stream\"",
                "changed language am: texts/form.submit \"ላክ\" → \"አስገባ\"",
                "changed survey family-climate version 1: title/en \"Family survey about your school\" → \"Corrected\"",
                $"changed wave {_seeds.Families}: title/en \"Test\" → \"Other\"",
            ],
            ChangesOf(run));
        Assert.Equal(before, await Storage.RowsAsync());

        Assert.Equal(0, (await SeedAsync("--no-open", "--replace")).ExitCode);
        Assert.Equal(0, (await SeedAsync("--no-open")).ExitCode);
        using var engine = Storage.NewEngine();
        Assert.Equal("Renamed", (await engine.Definitions.FindTenantAsync(Tenant, CancellationToken.None))!.Name);
        var wave = (await engine.Waves.FindAsync(new WaveId(_seeds.Families), CancellationToken.None))!;
        Assert.Equal(("Other", "Corrected"), (wave.Definition.TitleIn("en"), wave.Survey.Title.In("en")));
    }

    [Fact]
    public async Task What_a_wave_pins_is_refused_with_the_wave_whatever_may_be_replaced()
    {
        await SeedFirstAsync("--no-answers");
        var before = await Storage.RowsAsync();
        ChangeSurvey();
        ChangeWave("\"households\"", "\"students\"");

        var run = await SeedAsync("--no-answers", "--replace");

        Assert.Equal(1, run.ExitCode);
        var changes = ChangesOf(run);
        Assert.Contains($"wave {_seeds.Families} keeps it as it is: save the new content as version 2", changes[0], StringComparison.Ordinal);
        Assert.Contains("keeps its structure", changes[1], StringComparison.Ordinal);
        Assert.All(changes, change => Assert.StartsWith("pinned ", change, StringComparison.Ordinal));
        var told = await CommandRun.OfAsync(["seed", _seeds.Root, "--no-answers", .. Storage.Options]);
        Assert.Contains("What is pinned stays: ", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--replace", told.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await Storage.RowsAsync());
    }

    [Fact]
    public async Task What_a_rehearsal_pins_is_refused_with_the_command_that_clears_it_unless_a_wave_pins_it_too()
    {
        await SeedFirstAsync("--no-open");
        var rehearsal = $"{_seeds.Families}-rehearsal";
        Assert.Equal(0, (await Storage.RunAsync("wave", "rehearse", _seeds.Families)).ExitCode);
        ChangeSurvey();

        var rehearsed = await SeedAsync("--no-open", "--replace");
        Assert.Equal(0, (await Storage.RunAsync("wave", "open", _seeds.Families, "--tenant", _seeds.Tenant)).ExitCode);
        var opened = await SeedAsync("--no-open", "--replace");

        Assert.Equal((1, 1), (rehearsed.ExitCode, opened.ExitCode));
        Assert.Contains($"'surveyctl wave clear-rehearsal {rehearsal}' first", Assert.Single(ChangesOf(rehearsed)), StringComparison.Ordinal);
        Assert.Contains($"wave {_seeds.Families} keeps it as it is", Assert.Single(ChangesOf(opened)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_also_tells_what_stays_and_what_would_be_removed()
    {
        await SeedFirstAsync("--no-open");
        ChangeRoster("valley/north/alder,Alder School,school,,200,150,20,yes,82,38,so;en,river\n", "");
        ChangeRoster("valley/north/birch,Birch School,school,,200,150,20,no,,,en,river", "valley/north/oak,Oak School,school,,,,,,,,,");

        var run = await CommandRun.OfAsync(["seed", _seeds.Root, "--no-open", "--remove", "alder", .. Storage.Options]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            [
                $"{_seeds.Tenant}:",
                "  added    school oak",
                "  removed  school alder",
                "  stays    school birch (it is not in the folder; --remove birch removes it)",
            ],
            run.Errors.Split('\n').TakeWhile(line => line != "Nothing was written."));
        Assert.Contains("--replace loads it", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_survey_is_not_held_against_a_rule_that_is_younger_than_it_until_it_changes()
    {
        await SeedFirstAsync("--no-open");
        var file = _seeds.File("surveys", "family-climate.v1.json");
        await File.WriteAllTextAsync(file, Replaced(file, "{ \"en\": \"Unfavorable\"", "{ \"en\": \"Favorable\""));
        var refused = await SeedAsync("--no-open", "--replace");
        var json = await File.ReadAllBytesAsync(file);
        using (var engine = Storage.NewEngine())
            await engine.Pinned.ReplaceAsync(Tenant, [new Stored<SurveyVersion>(SurveyReader.Read(json).Value!, json)], [], CancellationToken.None);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("surveys/family-climate.v1.json: line ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("nobody can tell the two apart", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await SeedAsync("--no-open")).ExitCode);
        Assert.Equal(1, (await CommandRun.OfAsync("validate", _seeds.Root)).ExitCode);
        ChangeSurvey();
        Assert.Equal(1, (await SeedAsync("--no-open", "--replace")).ExitCode);
    }

    [Fact]
    public async Task A_title_of_an_open_wave_is_replaced_for_mending_it_which_is_told()
    {
        await SeedFirstAsync("--no-answers");
        ChangeTitle("Other");

        var refused = await SeedAsync("--no-answers");
        var replaced = await SeedAsync("--no-answers", "--replace");

        Assert.Equal((1, 0), (refused.ExitCode, replaced.ExitCode));
        Assert.All([refused, replaced], run => Assert.Equal(
            $"changed wave {_seeds.Families}: title/en \"Test\" → \"Other\": 'surveyctl wave mend {_seeds.Families}' brings it into the open wave",
            Assert.Single(ChangesOf(run))));
        using var engine = Storage.NewEngine();
        Assert.Equal("Test", (await engine.Waves.FindAsync(new WaveId(_seeds.Families), CancellationToken.None))!.Definition.TitleIn("en"));
        Assert.Equal(0, (await Storage.RunAsync("wave", "mend", _seeds.Families)).ExitCode);
        engine.Waves.Forget(new WaveId(_seeds.Families));
        Assert.Equal("Other", (await engine.Waves.FindAsync(new WaveId(_seeds.Families), CancellationToken.None))!.Definition.TitleIn("en"));
    }

    [Fact]
    public async Task A_school_that_the_folder_does_not_have_stays_until_it_is_named()
    {
        await SeedFirstAsync("--no-open");
        ChangeRoster("valley/north/alder,Alder School,school,,200,150,20,yes,82,38,so;en,river\n", "");

        var first = await SeedAsync("--no-open");
        Assert.Equal((0, "stays school alder: it is not in the folder; --remove alder removes it"), (first.ExitCode, Assert.Single(ChangesOf(first))));
        Assert.Contains("alder", await SchoolsAsync());
        var misspelt = await SeedAsync("--no-open", "--remove", "aldr");
        Assert.Equal(1, misspelt.ExitCode);
        Assert.Contains("--remove aldr", misspelt.Errors, StringComparison.Ordinal);
        var kept = await SeedAsync("--no-open", "--remove", "birch");
        Assert.Contains("--remove: birch: ", kept.Errors, StringComparison.Ordinal);

        Assert.Equal(0, (await SeedAsync("--no-open", "--remove", "alder")).ExitCode);
        Assert.Equal(["valley", "north", "birch", "cedar"], await SchoolsAsync());
    }

    [Fact]
    public async Task What_stands_above_a_school_that_stays_is_not_removed_alone()
    {
        await SeedFirstAsync("--no-open");
        _seeds.Write(["organisations.csv"], """
            path,name,kind,category,enrolment,households,staff,title1,reduced_lunch,english_learners,languages,collections
            valley,Valley network,network,,,,,,,,,
            valley/south,South district,district,education,600,400,60,,,,,
            valley/south/birch,Birch School,school,,200,150,20,no,,,en,river

            """);
        var before = await Storage.RowsAsync();

        var run = await SeedAsync("--no-open", "--replace", "--remove", "north");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--remove: north: It is above alder, cedar", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await Storage.RowsAsync());
        Assert.Equal(0, (await SeedAsync("--no-open", "--replace", "--remove", "north", "--remove", "alder", "--remove", "cedar")).ExitCode);
        Assert.Equal(["valley", "south", "birch"], await SchoolsAsync());
    }

    [Fact]
    public async Task One_wave_is_loaded_with_its_survey_and_the_rest_of_its_tenant_only_if_that_is_new()
    {
        await SeedFirstAsync("--no-open", "--wave", _seeds.Families);
        Assert.Equal([_seeds.Families], await WavesAsync());
        Assert.Contains("alder", await SchoolsAsync());
        ChangeRoster("Birch School", "Birch Academy");
        var staff = _seeds.Families.Replace("families", "staff", StringComparison.Ordinal);

        var run = await SeedAsync("--no-open", "--wave", staff);

        Assert.Equal(["added survey school-staff version 1: ", $"added wave {staff}: "], ChangesOf(run));
        Assert.Equal([_seeds.Families, staff], await WavesAsync());
        Assert.Equal(1, (await SeedAsync("--wave", "no-such-wave")).ExitCode);
        // Where the folder has none those that are stored count.
        File.Delete(_seeds.TenantFile("organisations.csv"));
        File.Delete(_seeds.TenantFile("collections.csv"));
        Assert.Equal(0, (await SeedAsync("--no-open", "--wave", staff)).ExitCode);
        Assert.Equal(0, (await SeedAsync("--no-open", "--survey", "school-staff.v1")).ExitCode);
        Narrow(staff, "no-such-district");
        Assert.Contains("no-such-district", (await SeedAsync("--no-open", "--wave", staff)).Errors, StringComparison.Ordinal);
        Assert.Contains("There is no such file", (await SeedAsync("--no-open")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_two_waves_that_ask_different_people_the_same_is_loaded_alone()
    {
        var survey = _seeds.File("surveys", "family-climate.v1.json");
        await File.WriteAllTextAsync(
            survey, (await File.ReadAllTextAsync(survey)).Replace("\"audience\": \"family\"", "\"audience\": [\"family\", \"staff\"]", StringComparison.Ordinal));
        var families = await File.ReadAllTextAsync(_seeds.TenantFile("waves", $"{_seeds.Families}.json"));
        var (staff, first) = ($"z-{_seeds.Families}", families.Replace("\"population\"", "\"audience\": \"family\", \"population\"", StringComparison.Ordinal));
        _seeds.Write(["waves", $"{_seeds.Families}.json"], first);
        _seeds.Write(["waves", $"{staff}.json"], first
            .Replace(_seeds.Families, staff, StringComparison.Ordinal)
            .Replace("\"family\"", "\"staff\"", StringComparison.Ordinal)
            .Replace("households", "staff", StringComparison.Ordinal));
        await SeedFirstAsync("--no-open", "--wave", _seeds.Families);

        var run = await SeedAsync("--no-open", "--wave", staff);

        Assert.Equal([$"added wave {staff}: "], ChangesOf(run));
    }

    [Fact]
    public async Task One_survey_is_loaded_alone()
    {
        await SeedFirstAsync("--no-open");
        ChangeSurvey();
        ChangeTitle("Other");

        var run = await SeedAsync("--survey", "family-climate.v1", "--replace");

        Assert.Equal((0, "changed"), (run.ExitCode, Assert.Single(ChangesOf(run)).Split(' ')[0]));
        Assert.Equal(0, run.Number("wavesOpened"));
        Assert.Equal(1, (await SeedAsync("--survey", "family-climate.v7")).ExitCode);
    }

    public void Dispose()
    {
        _seeds.Dispose();
        _storage?.Dispose();
    }

    private static string Amharic(string word) =>
        $$"""{"format": 1, "language": "am", "name": "አማርኛ", "direction": "ltr", "texts": {"form.submit": "{{word}}"} }""";

    private static List<string> ChangesOf(CommandRun run) =>
        [
            .. run.Json().GetProperty("changes")[0].GetProperty("changes").EnumerateArray().Select(change =>
                $"{change.GetProperty("type")} {change.GetProperty("subject")}: {change.GetProperty("detail")}"),
        ];

    private void ChangeRoster(string before, string after) =>
        _seeds.Write(["organisations.csv"], Replaced(_seeds.TenantFile("organisations.csv"), before, after));

    private void Narrow(string wave, string under) => _seeds.Write(
        ["waves", $"{wave}.json"], Replaced(_seeds.TenantFile("waves", $"{wave}.json"), "\"demo\"", $"\"under\": \"{under}\", \"demo\""));

    private void ChangeTitle(string title) => ChangeWave("\"Test\"", $"\"{title}\"");

    private void ChangeWave(string before, string after) =>
        _seeds.Write(["waves", $"{_seeds.Families}.json"], Replaced(_seeds.TenantFile("waves", $"{_seeds.Families}.json"), before, after));

    private void ChangeSurvey()
    {
        var file = _seeds.File("surveys", "family-climate.v1.json");
        File.WriteAllText(file, Replaced(file, "\"Family survey about your school\"", "\"Corrected\""));
    }

    private static string Replaced(string file, string before, string after)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(before, text, StringComparison.Ordinal);
        return text.Replace(before, after, StringComparison.Ordinal);
    }

    private async Task SeedFirstAsync(params string[] options)
    {
        _storage = await storages.EmptyAsync(StorageForm.Embedded);
        var run = await SeedAsync(options);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private Task<CommandRun> SeedAsync(params string[] options) => Storage.RunAsync(["seed", _seeds.Root, .. options]);

    private async Task<IEnumerable<string>> SchoolsAsync()
    {
        using var engine = Storage.NewEngine();
        var stored = await engine.Definitions.ReadOrganisationsAsync(Tenant, CancellationToken.None);
        return stored.Organisations.Select(row => row.Path.Split('/')[^1]);
    }

    private async Task<IEnumerable<string?>> WavesAsync() =>
        (await Storage.RunAsync("wave", "list")).Json().GetProperty("waves").EnumerateArray().Select(wave => wave.GetProperty("wave").GetString());
}

using System.Text.Json;

using SurveyFunctions.Pages;

using TestSupport;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class WaveLinksCommandTests(WholeStorages storages) : IDisposable
{
    private const string Site = "https://surveys.example.org";

    private readonly TemporaryFolder _folder = new();
    private readonly SmallSeeds _seeds = new();

    [Theory]
    [InlineData("--no-open")]
    [InlineData("--no-answers")]
    public async Task A_wave_has_a_link_for_each_of_its_schools_before_it_opens_too(string whether)
    {
        using var storage = await SeededAsync(whether);

        var run = await storage.RunAsync("wave", "links", _seeds.Families, "--url", Site);

        Assert.Equal(
            [("alder", null), ("birch", null), ("cedar", null)],
            LinksOf(run).Select(link => (link.GetProperty("school").GetString(), link.GetProperty("language").GetString())));
        Assert.Equal($"{Site}/family/{_seeds.Families}/alder", LinksOf(run).First().GetProperty("url").GetString());
    }

    [Fact]
    public async Task A_school_has_a_further_link_for_each_language_of_the_survey()
    {
        using var storage = await SeededAsync("--no-open");

        var run = await storage.RunAsync("wave", "links", _seeds.Families, "--url", Site, "--school", "birch", "--languages");

        var links = LinksOf(run).ToDictionary(
            link => link.GetProperty("language").GetString() ?? "", link => link.GetProperty("url").GetString());
        Assert.Equal(["", "en", "es", "so", "ar"], links.Keys);
        Assert.Equal($"{Site}/family/{_seeds.Families}/birch?{PageLanguage.Query}=so", links["so"]);
    }

    [Fact]
    public async Task The_file_has_a_line_for_each_link()
    {
        using var storage = await SeededAsync("--no-open");
        var file = _folder.File("links.csv");

        var run = await storage.RunAsync("wave", "links", _seeds.Families, "--url", Site, "--out", file);

        Assert.Equal(0, run.ExitCode);
        var lines = (await File.ReadAllTextAsync(file)).Split("\r\n");
        Assert.Equal("school,name,audience,language,address", lines[0]);
        Assert.Equal($"alder,Alder School,family,,{Site}/family/{_seeds.Families}/alder", lines[1]);
        Assert.Equal("cedar,\"Cedar \"\"Old\"\" School, upper\"", lines[3][..lines[3].IndexOf(",family", StringComparison.Ordinal)]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task Nothing_stands_in_for_an_address_that_is_not_known()
    {
        using var storage = await SeededAsync("--no-open");

        var run = await storage.RunAsync("wave", "links", _seeds.Families, "--data", _folder.File("nothing-runs-here"));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("--url", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_school_that_the_wave_does_not_ask_has_none()
    {
        using var storage = await SeededAsync("--no-open");

        var run = await storage.RunAsync("wave", "links", _seeds.Families, "--url", Site, "--school", "north");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("does not ask about a school 'north'", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _seeds.Dispose();
    }

    private static JsonElement.ArrayEnumerator LinksOf(CommandRun run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Json().GetProperty("links").EnumerateArray();
    }

    private async Task<WholeStorage> SeededAsync(params string[] options)
    {
        var storage = await storages.EmptyAsync(StorageForm.Embedded);
        var run = await storage.RunAsync(["seed", _seeds.Root, .. options]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return storage;
    }
}

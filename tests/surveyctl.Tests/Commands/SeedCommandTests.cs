using SurveyEngine.Keys;

using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class SeedCommandTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Nothing_is_written_if_anything_is_malformed()
    {
        await azurite.SetUpAsync();
        using var seeds = new SmallSeeds();
        seeds.Write(["demo", $"{seeds.Families}.json"], """{"format": 1, "seed": 4, "turnout": {}}""");

        var run = await CommandRun.OfAsync("seed", seeds.Root, "--connection", azurite.ConnectionString);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{seeds.Families}.json: line 1, /turnout", run.Errors, StringComparison.Ordinal);
        Assert.Null(await azurite.Tables.GetAsync(StoreNames.Definitions, seeds.Tenant, DefinitionsKeys.Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task Seeding_twice_adds_nothing()
    {
        await azurite.SetUpAsync();
        using var seeds = new SmallSeeds();

        var first = await CommandRun.OfAsync("seed", seeds.Root, "--connection", azurite.ConnectionString, "--json");
        var second = await CommandRun.OfAsync("seed", seeds.Root, "--connection", azurite.ConnectionString, "--json");

        Assert.Equal(
            (3, 0, SmallSeeds.Answers),
            (first.Number("wavesOpened"), first.Number("wavesOpenBefore"), first.Number("answers")));
        Assert.Equal((0, 3, 0), (second.Number("wavesOpened"), second.Number("wavesOpenBefore"), second.Number("answers")));
        var show = await CommandRun.OfAsync("wave", "show", seeds.Families, "--connection", azurite.ConnectionString, "--json");
        Assert.Equal(36, show.Number("tallied") + show.Number("pending"));
    }

    [Fact]
    public async Task A_demo_wave_whose_times_are_over_settles_with_its_answers_or_stays_a_draft()
    {
        await azurite.SetUpAsync();
        using var seeds = new SmallSeeds();
        seeds.AddPastWave();

        foreach (var without in new[] { "--no-answers", "--no-open" })
        {
            var run = await CommandRun.OfAsync("seed", seeds.Root, without, "--connection", azurite.ConnectionString);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Equal("draft", await StateAsync());
        }
        var all = await CommandRun.OfAsync("seed", seeds.Root, "--connection", azurite.ConnectionString);

        Assert.Contains($"Settled, as their times are over: {seeds.Past}.", all.Output, StringComparison.Ordinal);
        Assert.Contains("Made up: 36 answers.", all.Output, StringComparison.Ordinal);
        Assert.Equal("settled", await StateAsync());

        async Task<string?> StateAsync() => (await CommandRun.OfAsync("wave", "show", seeds.Past, "--connection", azurite.ConnectionString, "--json"))
            .Json().GetProperty("state").GetString();
    }

    [Fact]
    public async Task Without_opening_a_wave_opens_and_closes_by_command_once()
    {
        await azurite.SetUpAsync();
        using var seeds = new SmallSeeds();
        await CommandRun.OfAsync("seed", seeds.Root, "--no-open", "--connection", azurite.ConnectionString);
        Assert.Equal(1, (await WaveAsync("close", seeds.Families)).ExitCode);
        Assert.Equal(0, (await WaveAsync("open", seeds.Families, "--tenant", seeds.Tenant)).ExitCode);
        Assert.Contains("open", (await WaveAsync("list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await WaveAsync("close", seeds.Families)).ExitCode);
        Assert.Equal(1, (await WaveAsync("close", seeds.Families)).ExitCode);
        Assert.Equal("closing", (await WaveAsync("show", seeds.Families, "--json")).Json().GetProperty("state").GetString());

        Task<CommandRun> WaveAsync(params string[] args) => CommandRun.OfAsync(["wave", .. args, "--connection", azurite.ConnectionString]);
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_is_one_message_and_exit_code_3()
    {
        using var seeds = new SmallSeeds();
        var nowhere = azurite.ConnectionString.Replace($":{azurite.Azurite.TableEndpoint.Port}/", $":{FreePort.Find()}/", StringComparison.Ordinal);
        var run = await CommandRun.OfAsync("seed", seeds.Root, "--connection", nowhere);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("does not answer", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}

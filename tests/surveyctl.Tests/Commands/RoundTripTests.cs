using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class RoundTripTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Answers_sent_to_the_app_are_folded_released_and_add_up()
    {
        await azurite.SetUpAsync();
        using var seeds = new SmallSeeds();
        Assert.Equal(0, (await RunAsync("seed", seeds.Root, "--no-answers")).ExitCode);
        await using var app = await AppProcess.StartAsync(AppProcess.Standalone(azurite.ConnectionString, works: true));
        var url = app.Address.OriginalString;

        var answers = await RunAsync("answer", seeds.Families, "--count", "40", "--url", url);
        Assert.Equal((40, 0, 0), (answers.Number("accepted"), answers.Number("replayed"), answers.Number("failed")));
        var again = await RunAsync("answer", seeds.Families, "--count", "50", "--url", url);
        Assert.Equal((10, 40), (again.Number("accepted"), again.Number("replayed")));

        var other = await RunAsync("answer", seeds.Families, "--count", "3", "--school", "alder", "--seed", "4", "--url", url);
        Assert.Equal(3, other.Number("accepted"));

        Assert.Equal(0, (await RunAsync("fold", seeds.Families)).ExitCode);
        var release = (await RunAsync("rollup", seeds.Families)).Json().GetProperty("releases")[0].GetProperty("release").GetString();
        var show = await RunAsync("wave", "show", seeds.Families);
        Assert.Equal((53, 0), (show.Number("tallied"), show.Number("pending")));
        Assert.Equal(release, show.Json().GetProperty("release").GetString());
        var verified = await RunAsync("verify", seeds.Families);
        Assert.Equal(0, verified.ExitCode);
        Assert.Equal(53, verified.Number("responses"));
    }

    [Fact]
    public async Task Verify_finds_a_tally_that_was_tampered_with()
    {
        await azurite.SetUpAsync();
        using var seeds = new SmallSeeds();
        await RunAsync("seed", seeds.Root);
        await RunAsync("fold", seeds.Families);
        Assert.Equal(0, (await RunAsync("verify", seeds.Families)).ExitCode);

        var partition = new ResponsesPartition(new TenantId(seeds.Tenant), new WaveId(seeds.Families), 0).Key;
        var (alder, birch) = (await CountAsync("alder"), await CountAsync("birch"));
        ChunkedBinary.Write(alder, "Added", ChunkedBinary.Read(birch, "Added"));
        Assert.IsType<CommitResult.Committed>(await azurite.Tables.CommitAsync(
            StoreNames.Responses, [new RowChange(RowChangeType.UpdateReplace, alder, alder.ETag)], CancellationToken.None));

        var run = await RunAsync("verify", seeds.Families);
        Assert.Equal(2, run.ExitCode);
        Assert.All(run.Json().GetProperty("discrepancies").EnumerateArray(), cell => Assert.Equal("alder", cell.GetProperty("school").GetString()));
        Assert.NotEqual(0, run.Json().GetProperty("discrepancies").GetArrayLength());

        async Task<TableRow> CountAsync(string school) =>
            (await azurite.Tables.GetAsync(StoreNames.Responses, partition, ResponsesKeys.Count(new SchoolId(school)), CancellationToken.None))!;
    }

    [Fact]
    public async Task Answering_without_an_app_is_exit_code_3()
    {
        await azurite.SetUpAsync();
        using var seeds = new SmallSeeds();
        await RunAsync("seed", seeds.Root, "--no-answers");
        var run = await CommandRun.OfAsync(
            "answer", seeds.Families, "--count", "5", "--url", $"http://localhost:{FreePort.Find()}", "--connection", azurite.ConnectionString);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("surveyctl up", run.Errors, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.OfAsync([.. args, "--connection", azurite.ConnectionString, "--json"]);
}

using System.Text.Json;

using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;

using TestSupport;

namespace Surveyctl.Tests.Replaying;

public sealed class ReplayCommandTests(AzuriteReplayApp app, AzuriteFixture azurite) : IClassFixture<AzuriteReplayApp>, IDisposable
{
    private readonly SmallFiles _files = new();

    [Fact]
    public async Task Every_figure_is_found_in_the_tallies_and_exact_halves_rounded_down_are_told_apart()
    {
        var run = await app.ReplayAsync(_files);

        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([("family", 4, 3, SmallFiles.Families), ("staff", 4, 4, SmallFiles.Staff)], Groups(run).Select(group =>
            (group.GetProperty("group").GetString(), Int(group, "schools"), Int(group, "questions"), Int(group, "accepted"))));
        // Per school: responses; per question its options, favorable, valid.
        Assert.Equal([4 * (1 + 7 + 6 + 6), 4 * (1 + 6 + 6 + 7 + 6)], Groups(run).Select(group => Compared(group, "counts")));
        Assert.Equal([3 * (5 + 4 + 4), (2 * (4 + 4 + 5)) + 4 + 5], Groups(run).Select(group => Compared(group, "percents")));
        Assert.Equal([9, 7], Groups(run).Select(group => Compared(group, "scores")));
        Assert.Empty(Told(run, "differences"));
        Assert.Equal(["01a002 q1 pct1: 52, 53 (21 of 40)", "01a002 t1 published_score: 5.7, 5.8 (5.75)"], Told(run, "exactHalves"));
        var recount = run.Json().GetProperty("recount");
        Assert.True(recount.GetProperty("verified").GetBoolean());
        Assert.Equal(SmallFiles.Families + SmallFiles.Staff, Int(recount, "responses"));
    }

    [Fact]
    public async Task The_same_replay_again_stores_nothing_and_another_seed_has_a_wave_of_its_own()
    {
        var first = await app.ReplayAsync(_files, "--respondent", "family");
        var again = await app.ReplayAsync(_files, "--respondent", "family");
        Assert.Equal((0, 0, SmallFiles.Families), (again.ExitCode, Int(Groups(again).Single(), "accepted"), Int(Groups(again).Single(), "replayed")));
        var other = await app.ReplayAsync(_files, "--respondent", "family", "--seed", "2");
        Assert.Equal((0, SmallFiles.Families), (other.ExitCode, Int(Groups(other).Single(), "accepted")));
        Assert.Equal([WaveOf(first), WaveOf(first), WaveOf(other)], new[] { first, again, other }.Select(WaveOf));
        Assert.NotEqual(WaveOf(first), WaveOf(other));
    }

    [Fact]
    public async Task Responses_go_in_batches_as_well()
    {
        var run = await app.ReplayAsync(_files, "--batch", "7", "--clients", "3");
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([SmallFiles.Families, SmallFiles.Staff], Groups(run).Select(group => Int(group, "accepted")));
    }

    [Fact]
    public async Task A_tally_that_was_tampered_with_is_found_out()
    {
        var first = await app.ReplayAsync(_files, "--respondent", "family");
        var partition = new ResponsesPartition(new TenantId(Groups(first).Single().GetProperty("tenant").GetString()!), WaveOf(first), 0).Key;
        var (cedar, birch) = (await CountAsync("02b003"), await CountAsync("01a002"));
        ChunkedBinary.Write(cedar, "Added", ChunkedBinary.Read(birch, "Added"));
        Assert.IsType<CommitResult.Committed>(await azurite.Tables.CommitAsync(
            StoreNames.Responses, [new RowChange(RowChangeType.UpdateReplace, cedar, cedar.ETag)], CancellationToken.None));

        var run = await app.ReplayAsync(_files, "--respondent", "family");

        Assert.Equal(2, run.ExitCode);
        Assert.False(run.Json().GetProperty("recount").GetProperty("verified").GetBoolean());
        Assert.All(Told(run, "differences"), told => Assert.StartsWith("02b003 ", told, StringComparison.Ordinal));
        Assert.Contains("02b003  responses: 8, 40", Told(run, "differences"));
        Assert.Contains("02b003 q2 n1: 1, 19", Told(run, "differences"));
        Assert.Contains("02b003 q3 published_score: 10.0, 7.2 (7.1667)", Told(run, "differences"));

        async Task<TableRow> CountAsync(string school) =>
            (await azurite.Tables.GetAsync(StoreNames.Responses, partition, ResponsesKeys.Count(new SchoolId(school)), CancellationToken.None))!;
    }

    [Fact]
    public async Task A_percent_or_score_that_does_not_follow_from_the_counts_is_a_difference()
    {
        // Rounded down where it is no half, rounded up where it is one, and a half rounded down by two.
        _files.Change("01A001,family,q1,0,27,12,9,3,1,2,44,33,", "01A001,family,q1,0,27,12,9,3,1,2,44,32,");
        _files.Change("02B003,family,q1,0,8,3,3,1,1,0,38,38,", "02B003,family,q1,0,8,3,3,1,1,0,39,36,");
        _files.Change("01A001,family,q3,1,25,2,3,9,11,,8,12,36,44,,7.2,", "01A001,family,q3,1,25,2,3,9,11,,8,12,36,44,,7.1,");
        var run = await app.ReplayAsync(_files, "--respondent", "family");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            [
                "01a001 q1 pct2: 32, 33 (9 of 27)", "02b003 q1 pct1: 39, 38 (3 of 8)", "02b003 q1 pct2: 36, 38 (3 of 8)",
                "01a001 q3 published_score: 7.1, 7.2 (7.2)",
            ],
            Told(run, "differences"));
        Assert.True(run.Json().GetProperty("recount").GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task A_response_that_the_file_does_not_have_is_a_difference()
    {
        var first = await app.ReplayAsync(_files, "--respondent", "family");
        using var engine = new Engine(azurite.Tables, azurite.Queues);
        await app.AnswerAsync((await engine.Waves.FindAsync(WaveOf(first), CancellationToken.None))!, "02b004");
        var run = await app.ReplayAsync(_files, "--respondent", "family");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("02b004  responses: 0, 1", Told(run, "differences"));
    }

    [Fact]
    public async Task What_a_settled_wave_shows_is_right_and_again_when_it_is_replayed_once_more()
    {
        foreach (var accepted in new[] { SmallFiles.Families + SmallFiles.Staff, 0 })
        {
            var run = await app.ReplayAsync(_files, "--settle", "--headline", "q1");
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Equal(accepted, Groups(run).Sum(group => Int(group, "accepted")));
            // The third school has 8 families and 5 staff, the fourth nobody; in staff the first has 3 valid answers to t3, the second none.
            Assert.Equal([(2, 2, 2), (0, 0, 0)], Groups(run).Select(group => ToldOf(group, "headlines")));
            Assert.Equal([(4, 4, 4), (3, 3, 13)], Groups(run).Select(group => ToldOf(group, "questions")));
        }

        static (int Allowed, int Exact, int Others) ToldOf(JsonElement group, string cells)
        {
            var told = group.GetProperty("release").GetProperty(cells);
            return (Int(told, "allowed"), Int(told, "exact"), Int(told, "bands") + Int(told, "untold"));
        }
    }

    [Fact]
    public async Task A_release_that_shows_a_wrong_figure_or_one_too_many_is_found_out()
    {
        var first = await app.ReplayAsync(_files, "--respondent", "family", "--settle");
        var (tenant, wave) = (new TenantId(Groups(first).Single().GetProperty("tenant").GetString()!), WaveOf(first));
        await TamperAsync("01a002", rate => rate with { Favorable = rate.Favorable + 1 });
        await TamperAsync("02b003", _ => new ShownRate { N = 10, Favorable = 75, Neutral = 0, Unfavorable = 25, Low = 40, High = 93 });

        var run = await app.ReplayAsync(_files, "--respondent", "family", "--settle");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            ["01a002 q2 favorable", "01a002 q2 topic", "02b003 q2 told", "02b003 q2 topic"],
            Groups(run).Single().GetProperty("release").GetProperty("figures").GetProperty("differences").EnumerateArray().Select(CellOf));

        async Task TamperAsync(string school, Func<ShownRate, ShownRate> change)
        {
            var latest = await azurite.Tables.GetAsync(
                StoreNames.Results, ResultsKeys.WavePartition(tenant, wave), ResultsKeys.Latest, CancellationToken.None);
            var partition = ResultsKeys.ScopePartition(tenant, wave, latest!.GetString("Release")!, new ScopeId(school));
            var row = (await azurite.Tables.GetAsync(StoreNames.Pages, partition, ResultsKeys.Page, CancellationToken.None))!;
            var page = ShownScopeJson.Read(ChunkedBinary.Read(row, "Json"));
            var items = page.Items.Select(item => item.ItemId == "q2" ? item with { Rate = change(item.Rate) } : item).ToList();
            ChunkedBinary.Write(row, "Json", ShownScopeJson.Write(page with { Items = items }));
            Assert.IsType<CommitResult.Committed>(await azurite.Tables.CommitAsync(
                StoreNames.Pages, [new RowChange(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_wave_that_was_released_while_it_was_open_is_not_settled()
    {
        var first = await app.ReplayAsync(_files, "--respondent", "family");
        using var engine = new Engine(azurite.Tables, azurite.Queues);
        await engine.Release.RunAsync((await engine.Waves.FindAsync(WaveOf(first), CancellationToken.None))!, CancellationToken.None);
        var run = await app.ReplayAsync(_files, "--respondent", "family", "--settle");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Give another --seed", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_wrong_start_nothing()
    {
        _files.Change("01A001,family,q2,0,27,", "01A001,family,q2,0,28,");
        var run = await CommandRun.OfAsync("replay", _files.Answers, "--url", "http://localhost:1", "--connection", azurite.ConnectionString);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 3, column n: ", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private static List<JsonElement> Groups(CommandRun run) => [.. run.Json().GetProperty("groups").EnumerateArray()];

    private static WaveId WaveOf(CommandRun run) => new(Groups(run).Single().GetProperty("wave").GetString()!);

    private static int Int(JsonElement json, string property) => json.GetProperty(property).GetInt32();

    private static int Compared(JsonElement group, string figures) => Int(group.GetProperty(figures), "compared");

    private static IEnumerable<string> Told(CommandRun run, string list) =>
        from @group in Groups(run)
        from figures in new[] { "counts", "percents", "scores" }
        from told in @group.GetProperty(figures).GetProperty(list).EnumerateArray()
        select $"{CellOf(told)}: {told.GetProperty("published")}, {told.GetProperty("found")}";

    private static string CellOf(JsonElement difference) =>
        $"{difference.GetProperty("school")} {difference.GetProperty("question")} {difference.GetProperty("figure")}";
}

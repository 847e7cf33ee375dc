using System.Text.Json;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Releases;
using Surveys.Statistics;
using Surveys.Tallies;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Releases;

public abstract class ReleaseWaveTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture azurite) : ReleaseWaveTests(azurite), IClassFixture<AzuriteEngineFixture>
    {
        [Fact]
        public async Task An_independent_reader_sees_the_same_figures()
        {
            using var engine = azurite.NewEngine();
            var wave = await AnsweredAsync(engine);
            var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            var network = await FindAsync(engine, wave, release!.Id, "network");

            var results = await IndependentReader.ReadAsync(
                azurite.Azurite.ConnectionString, StoreNames.Results, ResultsKeys.ScopePartition(wave.Tenant, wave.Id, release.Id, network.Scope.Id), CancellationToken.None);
            var responses = await IndependentReader.ReadAsync(
                azurite.Azurite.ConnectionString, StoreNames.Responses, wave.Wave.PartitionOf(wave.Schools[0]).Key, CancellationToken.None);

            var topline = results.Single(row => row.RowKey == ResultsKeys.Topline);
            Assert.Equal(network.Headline!.Favorable, Number(topline, "HeadlineFavorable"));
            Assert.Equal(network.Headline.N, Number(topline, "HeadlineN"));
            Assert.Equal(network.Survey.Low, Number(topline, "SurveyLow"));
            Assert.Equal(39, Number(topline, "Responses"));
            foreach (var item in network.Items.Where(item => item.Rate.IsShown))
            {
                var row = results.Single(row => row.RowKey == ResultsKeys.Item(item.ItemId));
                Assert.Equal(
                    (item.Rate.N, item.Rate.Favorable, item.Rate.Unfavorable),
                    (Number(row, "N"), Number(row, "Favorable"), Number(row, "Unfavorable")));
            }
            var answers = responses.Where(row => row.RowKey.StartsWith("resp!", StringComparison.Ordinal))
                .Select(row => JsonDocument.Parse(row.Properties["Answers"].Value).RootElement.GetProperty("overall").GetString())
                .ToList();
            Assert.Equal(39, answers.Count);
            Assert.Equal(26, answers.Count(answer => answer == "very-favorable"));
        }
    }

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : ReleaseWaveTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private const string Pleased = """{"overall":"very-favorable","welcome":"agree","left-out":"agree"}""";
    private const string Neutral = """{"overall":"neither"}""";
    private const string Displeased = """{"overall":"unfavorable","welcome":"strongly-disagree"}""";
    private const string Unsure = """{"overall":"dont-know"}""";

    /// <summary>School 0: 20 responses, 1: 10, 2: 9, 3: none; districts a = 0+1, b = 2+3; the coalition = 0+2.</summary>
    private static async Task<TestWave> AnsweredAsync(Engine engine)
    {
        var wave = await TestWave.OpenAsync(engine, schools: 4);
        await SubmitAsync(engine, wave, school: 0, (Pleased, 12), (Neutral, 3), (Displeased, 5));
        await SubmitAsync(engine, wave, school: 1, (Pleased, 5), (Displeased, 4), (Unsure, 1));
        await SubmitAsync(engine, wave, school: 2, (Pleased, 9));
        return wave;
    }

    [Fact]
    public async Task Figures_of_every_scope_are_those_of_its_schools_and_small_cells_are_hidden()
    {
        using var engine = stores.NewEngine();
        var wave = await AnsweredAsync(engine);

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        // network, two districts, four schools, one collection
        Assert.Equal(8, release!.Scopes);
        var network = await FindAsync(engine, wave, release.Id, "network");
        Assert.Equal(new ShownParticipation(39, 400, 10, IsLow: true), network.Participation);
        // 26 of 38 valid answers favorable, 3 neutral, 9 unfavorable; one did not know.
        Assert.Equal((38, 68, 8, 24), (network.Headline!.N, network.Headline.Favorable, network.Headline.Neutral, network.Headline.Unfavorable));
        Assert.Equal(["district-a", "district-b", "coalition"], network.Children.Select(child => child.Scope.Id.Value));

        var school = await FindAsync(engine, wave, release.Id, "school-000");
        Assert.Equal(["network", "district-a"], school.Parents.Select(parent => parent.Id.Value));
        Assert.Equal((20, 60, 15, 25), (school.Headline!.N, school.Headline.Favorable, school.Headline.Neutral, school.Headline.Unfavorable));
        var items = school.Items.ToDictionary(item => item.ItemId, item => item.Rate);
        // 17 said whether they feel welcome, 12 whether they feel left out, which is reversed.
        Assert.Equal((17, 71, 29), (items["welcome"].N, items["welcome"].Favorable, items["welcome"].Unfavorable));
        Assert.Equal((12, 0, 100), (items["left-out"].N, items["left-out"].Favorable, items["left-out"].Unfavorable));
        Assert.False(items["interpreter"].IsShown);

        // Nine answers, and nine of ten: both below the smallest cell.
        Assert.False((await FindAsync(engine, wave, release.Id, "school-002")).Headline!.IsShown);
        var almost = await FindAsync(engine, wave, release.Id, "school-001");
        Assert.Equal((10, false), (almost.Participation.Responses, almost.Headline!.IsShown));
        Assert.Equal(ShownParticipation.Hidden, (await FindAsync(engine, wave, release.Id, "school-003")).Participation);

        var coalition = await FindAsync(engine, wave, release.Id, "coalition");
        Assert.Equal((29, 200), (coalition.Participation.Responses, coalition.Participation.Population));
        Assert.Equal(["school-000", "school-002"], coalition.Children.Select(child => child.Scope.Id.Value));
    }

    [Fact]
    public async Task Nothing_hidden_is_in_any_row_of_the_results()
    {
        using var engine = stores.NewEngine();
        var wave = await AnsweredAsync(engine);
        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        foreach (var hidden in new[] { "school-002", "school-003" })
        {
            var partition = ResultsKeys.ScopePartition(wave.Tenant, wave.Id, release!.Id, new ScopeId(hidden));
            await foreach (var row in stores.Tables.QueryAsync(StoreNames.Results, partition, " ", "~", null, CancellationToken.None))
            {
                Assert.DoesNotContain(row.Keys, key => key.EndsWith('N') || key.Contains("avorable", StringComparison.Ordinal)
                    || key is "Responses" or "Population" or "ResponseRate" or "MeanScore");
            }
        }
        // The row of the page has the same figures for its children and no others.
        var district = await FindAsync(engine, wave, release!.Id, "district-b");
        Assert.All(district.Children, child => Assert.False(child.Survey.IsShown || child.Headline!.IsShown));
    }

    [Fact]
    public async Task A_new_release_is_seen_as_a_whole_and_the_old_one_stays_as_it_was()
    {
        using var engine = stores.NewEngine();
        var wave = await AnsweredAsync(engine);
        var first = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        await SubmitAsync(engine, wave, school: 0, (Displeased, 10));
        Assert.Equal(first!.Id, await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));

        var second = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        Assert.Equal(second!.Id, await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
        Assert.Equal(30, (await FindAsync(engine, wave, second.Id, "school-000")).Participation.Responses);
        Assert.Equal(20, (await FindAsync(engine, wave, first.Id, "school-000")).Participation.Responses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_releases_at_once_one_is_published_and_the_other_gives_way(bool isFirstRelease)
    {
        var tables = new FaultyTables(stores.Tables);
        using var slow = stores.NewEngine(tables);
        using var quick = stores.NewEngine();
        var wave = await AnsweredAsync(slow);
        if (!isFirstRelease)
            await quick.Release.RunAsync(wave.Wave, CancellationToken.None);
        string? published = null;
        tables.OnCommit = async (actions, commit) =>
        {
            if (actions[0].Entity.RowKey == ResultsKeys.Latest)
                published = (await quick.Release.RunAsync(wave.Wave, CancellationToken.None))!.Id;
            return await commit();
        };

        Assert.Null(await slow.Release.RunAsync(wave.Wave, CancellationToken.None));

        Assert.NotNull(published);
        Assert.Equal(published, await quick.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_publication_whose_reply_was_lost_or_was_sent_twice_counts_as_published(bool lost)
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await AnsweredAsync(engine);
        tables.OnCommit = async (actions, commit) =>
        {
            var result = await commit();
            if (actions[0].Entity.RowKey != ResultsKeys.Latest)
                return result;
            return lost ? throw new StoreUnavailableException("The reply was lost.") : await commit();
        };

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        Assert.Equal(release!.Id, await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
    }

    [Fact]
    public async Task A_release_that_dies_on_the_way_leaves_readers_with_the_release_before()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await AnsweredAsync(engine);
        var first = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        var written = 0;
        tables.OnCommit = (_, commit) => Interlocked.Increment(ref written) == 4
            ? throw new StoreUnavailableException("Gone.")
            : commit();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Release.RunAsync(wave.Wave, CancellationToken.None));

        Assert.Equal(first!.Id, await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
    }

    [Fact]
    public async Task More_schools_than_one_bucket_add_up()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 120);
        await Task.WhenAll(Enumerable.Range(0, 360).Select(i =>
            engine.Accept.AcceptAsync(wave.Submission(i % 120, i % 3 == 0 ? Displeased : Pleased))));

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        var network = await FindAsync(engine, wave, release!.Id, "network");
        Assert.Equal((360, 12_000), (network.Participation.Responses, network.Participation.Population));
        Assert.Equal((67, 33), (network.Headline!.Favorable, network.Headline.Unfavorable));
        Assert.Equal(180, (await FindAsync(engine, wave, release.Id, "district-a")).Participation.Responses);
        Assert.Equal(60, (await FindAsync(engine, wave, release.Id, "coalition")).Children.Count);
    }

    [Fact]
    public async Task A_wave_that_opened_before_there_were_sums_of_pools_is_counted_and_released_by_its_own_layout()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var row = (await stores.Tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, CancellationToken.None))!;
        (row["LayoutVersion"], row["Layout"]) = (null, new TallyLayout(wave.Wave.Survey, TallyLayout.FirstVersion).Hash);
        await stores.Tables.CommitAsync(StoreNames.Waves, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);
        engine.Waves.Forget(wave.Id);
        var old = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);
        Assert.Equal((TallyLayout.LatestVersion, TallyLayout.FirstVersion), (wave.Wave.Layout.Version, old.Layout.Version));

        var sheet = AnswerJson.Read(old.Survey, """{"overall":"favorable","welcome":"agree"}""");
        for (var i = 0; i < 12; i++)
            await engine.Accept.AcceptAsync(new Submission(old, wave.Schools[0], new ResponseId(Guid.NewGuid()), 0, Channel.Link, sheet));
        var release = await engine.Release.RunAsync(old, CancellationToken.None);

        var shown = await engine.Results.FindAsync(old, release!.Id, old.Root, CancellationToken.None);
        var interval = WilsonInterval.Of(24, 24, null)!.Value;
        Assert.Equal((12, Percent.Down(interval.Low)), (shown!.Participation.Responses, shown.Survey.Low));
        Assert.Empty((await engine.Verify.VerifyAsync(old, new ResponsesPartition(old.Tenant, old.Id, 0), CancellationToken.None)).Discrepancies);
    }

    [Fact]
    public async Task A_release_that_outlived_its_wave_is_not_that_of_another_wave_of_its_id()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        Assert.NotNull(await engine.Release.RunAsync(wave.Wave, CancellationToken.None));
        var row = await stores.Tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, CancellationToken.None);
        await stores.Tables.CommitAsync(StoreNames.Waves, [new(RowChangeType.Delete, row!, row!.ETag)], CancellationToken.None);
        Assert.Equal(WaveOpening.Opened, (await engine.Open.OpenAsync(wave.Tenant, wave.Id, CancellationToken.None)).Value);
        engine.Waves.Forget(wave.Id);
        var other = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);

        Assert.Null(await engine.Results.FindReleaseAsync(other, CancellationToken.None));
        Assert.True(await engine.Release.IsDueAsync(other, engine.Time.GetUtcNow().AddDays(1), CancellationToken.None));

        var release = await engine.Release.RunAsync(other, CancellationToken.None);
        Assert.Equal(release!.Id, await engine.Results.FindReleaseAsync(other, CancellationToken.None));
    }

    [Fact]
    public async Task In_a_member_wave_the_members_answer_and_unknown_enrolment_is_unknown()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 2, Audience.Member);
        var district = (await engine.Waves.FindSchoolAsync(wave.Wave, new SchoolId("district-a"), CancellationToken.None))!;
        var member = new TestWave { Tenant = wave.Tenant, Id = wave.Id, Wave = wave.Wave, Schools = [district] };
        await SubmitAsync(engine, member, school: 0, (Pleased, 11));

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        var network = await FindAsync(engine, wave, release!.Id, "network");
        Assert.Equal(new ShownParticipation(11, null, null, IsLow: false), network.Participation);
        Assert.Equal(["district-a", "district-b"], network.Children.Select(child => child.Scope.Id.Value));
    }

    private static int? Number(IndependentRow row, string name) => row.Properties.TryGetValue(name, out var number) ? int.Parse(number.Value) : null;

    private static Task<IntakeOutcome[]> SubmitAsync(Engine engine, TestWave wave, int school, params (string Answers, int Count)[] responses) =>
        Task.WhenAll(responses.SelectMany(kind => Enumerable.Repeat(kind.Answers, kind.Count))
            .Select(answers => engine.Accept.AcceptAsync(wave.Submission(school, answers))));

    private static async Task<ShownScope> FindAsync(Engine engine, TestWave wave, string release, string scope) =>
        (await engine.Results.FindAsync(wave.Wave, release, new ScopeId(scope), CancellationToken.None))!;
}

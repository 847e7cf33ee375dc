using System.Text.Json;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Releases;
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
            Assert.Equal((20, 60, 25), (Number(topline, "HeadlineN"), Number(topline, "HeadlineFavorablePercent"), Number(topline, "HeadlineUnfavorablePercent")));
            Assert.Equal(network.Survey.Low, Number(topline, "SurveyLowPercent"));
            Assert.Equal(20, Number(topline, "Responses"));
            Assert.Equal("True", topline.Properties["IsResponsesAtLeast"].Value, ignoreCase: true);
            foreach (var topic in network.Topics.Where(topic => topic.Rate.IsShown))
            {
                var row = results.Single(row => row.RowKey == ResultsKeys.Topic(topic.TopicId));
                Assert.Equal((topic.Rate.N, topic.Rate.Favorable, null), (Number(row, "N"), Number(row, "FavorablePercent"), Number(row, "UnfavorablePercent")));
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
    private const string English =
        """{"overall":"favorable","welcome":"agree","left-out":"disagree","home-language":"english","ways":["letter"],"used-interpreter":"yes","recommend":10}""";
    private const string Arabic =
        """{"overall":"unfavorable","welcome":"disagree","left-out":"agree","home-language":"arabic","ways":["phone"],"used-interpreter":"no","recommend":0}""";
    private const string Unsure = """{"overall":"dont-know"}""";

    /// <summary>School 0: 20 responses, 1: 10, 2: 9, 3: none; districts a = 0+1, b = 2+3; the coalition = 0+2.</summary>
    private static async Task<TestWave> AnsweredAsync(Engine engine, string? settings = null)
    {
        var wave = await TestWave.OpenAsync(engine, schools: 4, settings: settings);
        await SubmitAsync(engine, wave, school: 0, (Pleased, 12), (Neutral, 3), (Displeased, 5));
        await SubmitAsync(engine, wave, school: 1, (Pleased, 5), (Displeased, 4), (Unsure, 1));
        await SubmitAsync(engine, wave, school: 2, (Pleased, 9));
        return wave;
    }

    [Fact]
    public async Task While_it_is_open_only_blocks_are_shown_and_add_up()
    {
        using var engine = stores.NewEngine();
        var wave = await AnsweredAsync(engine);

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        // network, two districts, four schools, one collection
        Assert.Equal(8, release!.Scopes);
        var school = await FindAsync(engine, wave, release.Id, "school-000");
        Assert.Equal(["network", "district-a"], school.Parents.Select(parent => parent.Id.Value));
        Assert.Equal((20, 60, 15, 25), (school.Headline!.N, school.Headline.Favorable, school.Headline.Neutral, school.Headline.Unfavorable));
        Assert.Equal(new ShownParticipation(20, 100, 20, IsLow: false) { IsAtLeast = true }, school.Participation);
        // 17 said whether they feel welcome, 12 whether they feel left out, which is reversed.
        var topic = school.Topics.Single().Rate;
        Assert.Equal((30, 41, null), (topic.N, topic.Favorable, topic.Unfavorable));
        Assert.Empty(school.Items);
        Assert.Empty(school.Groups);

        // Nine answers, and nine of ten: both below the smallest cell. Of ten it is told that ten came, and of nine nothing.
        var small = await FindAsync(engine, wave, release.Id, "school-002");
        Assert.Equal((0, false), (small.Participation.Responses, small.Headline!.IsShown));
        var almost = await FindAsync(engine, wave, release.Id, "school-001");
        Assert.Equal((10, false), (almost.Participation.Responses, almost.Headline!.IsShown));

        // What is not shown of schools is in nothing above them.
        foreach (var above in new[] { "network", "district-a", "coalition" })
            Assert.Equal(school.Headline with { Low = null, High = null }, (await FindAsync(engine, wave, release.Id, above)).Headline! with { Low = null, High = null });
        Assert.False((await FindAsync(engine, wave, release.Id, "district-b")).Headline!.IsShown);
        Assert.Equal(["district-a", "district-b", "coalition"], (await FindAsync(engine, wave, release.Id, "network")).Children.Select(child => child.Scope.Id.Value));
        var coalition = await FindAsync(engine, wave, release.Id, "coalition");
        Assert.Equal((20, 200), (coalition.Participation.Responses, coalition.Participation.Population));
        Assert.Equal(["school-000", "school-002"], coalition.Children.Select(child => child.Scope.Id.Value));
    }

    [Fact]
    public async Task A_block_moves_when_enough_of_each_kind_came_and_not_before()
    {
        using var engine = stores.NewEngine();
        var wave = await AnsweredAsync(engine);
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        // Eleven more, all of one mind: a block of them alone would tell what each said.
        await SubmitAsync(engine, wave, school: 0, (Pleased, 11));
        Assert.Equal((20, 60), await HeadlineAsync());
        await SubmitAsync(engine, wave, school: 0, (Displeased, 2));
        Assert.Equal((20, 60), await HeadlineAsync());
        await SubmitAsync(engine, wave, school: 0, (Displeased, 8));
        Assert.Equal((40, 56), await HeadlineAsync());

        async Task<(int?, int?)> HeadlineAsync()
        {
            var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            var headline = (await FindAsync(engine, wave, release!.Id, "school-000")).Headline!;
            Assert.Equal(headline.Favorable, (await FindAsync(engine, wave, release.Id, "network")).Headline!.Favorable);
            return (headline.N, headline.Favorable);
        }
    }

    [Fact]
    public async Task Classes_are_told_anew_only_if_each_changed_enough()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await AnsweredAsync(engine);
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        var first = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(1));

        // Enough for a block, but only one more is neutral.
        await SubmitAsync(engine, wave, school: 0, (Pleased, 9), (Neutral, 1), (Displeased, 9));
        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        foreach (var scope in new[] { "school-000", "district-a", "network" })
        {
            var shown = await FindAsync(engine, wave, release!.Id, scope);
            Assert.Equal((40, 54, null, null), (shown.Headline!.N, shown.Headline.Favorable, shown.Headline.Neutral, shown.Headline.Unfavorable));
            Assert.Equal((20, 60, 15, 25), (shown.EarlierHeadline!.Rate.N, shown.EarlierHeadline.Rate.Favorable, shown.EarlierHeadline.Rate.Neutral, shown.EarlierHeadline.Rate.Unfavorable));
            Assert.Equal(first, shown.EarlierHeadline.AsOf);
        }
    }

    [Fact]
    public async Task What_a_release_froze_that_was_not_published_counts_as_shown()
    {
        var tables = new FaultyTables(stores.Tables);
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(tables, time: clock);
        var wave = await AnsweredAsync(engine);
        tables.OnCommit = (actions, commit) => actions[0].Entity.RowKey == ResultsKeys.Latest ? throw new StoreUnavailableException("Gone.") : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Release.RunAsync(wave.Wave, CancellationToken.None));
        tables.OnCommit = null;

        clock.Advance(TimeSpan.FromHours(1));
        // Who reads the tables may have seen a block of twenty, so that one of twenty-one is not the first.
        await SubmitAsync(engine, wave, school: 0, (Pleased, 1));
        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        Assert.Equal((20, 60), await HeadlineAsync(release!));

        // Another one fails with a block of thirty-three, which the next shows: its own would differ from that by two.
        clock.Advance(TimeSpan.FromHours(1));
        tables.OnCommit = (actions, commit) => actions[0].Entity.RowKey == ResultsKeys.Latest ? throw new StoreUnavailableException("Gone.") : commit();
        await SubmitAsync(engine, wave, school: 0, (Pleased, 6), (Displeased, 6));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Release.RunAsync(wave.Wave, CancellationToken.None));
        tables.OnCommit = null;
        await SubmitAsync(engine, wave, school: 0, (Pleased, 1), (Displeased, 1));
        clock.Advance(TimeSpan.FromHours(1));
        release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        Assert.Equal((35, 58), await HeadlineAsync(release!));
        await SubmitAsync(engine, wave, school: 0, (Pleased, 6), (Displeased, 6));
        clock.Advance(TimeSpan.FromHours(1));
        release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        Assert.Equal((45, 55), await HeadlineAsync(release!));

        async Task<(int?, int?)> HeadlineAsync(PublishedRelease release)
        {
            var headline = (await FindAsync(engine, wave, release.Id, "school-000")).Headline!;
            return (headline.N, headline.Favorable);
        }
    }

    [Fact]
    public async Task Of_the_blocks_of_a_school_the_last_two_are_kept()
    {
        using var engine = stores.NewEngine();
        // All within one hour.
        var wave = await AnsweredAsync(engine, settings: ",\"pace\":200");
        for (var night = 0; night < 4; night++)
        {
            await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            await SubmitAsync(engine, wave, school: 0, (Pleased, 12), (Displeased, 12));
        }
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        var rows = await stores.Tables.QueryAsync(StoreNames.Blocks, wave.Wave.PartitionOf(wave.Schools[0]).Key, RowRange.Prefix("school!school-000!"), CancellationToken.None)
            .ToListAsync();
        Assert.InRange(rows.Count, 2, 3);
        Assert.Equal(100, await HeadlineAnswersAsync());

        async Task<int?> HeadlineAnswersAsync() =>
            (await FindAsync(engine, wave, (await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None))!, "school-000")).Headline!.N is { } n ? n - 16 : null;
    }

    [Fact]
    public async Task A_language_is_named_where_ten_of_the_responses_are_in_it()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await TestWave.OpenAsync(engine, schools: 4);
        await SubmitAsync(engine, wave, school: 0, (Pleased, 12), (Displeased, 9));
        await Task.WhenAll(Enumerable.Range(0, 15).Select(i => engine.Accept.AcceptAsync(wave.Submission(i < 9 ? 0 : 2, i % 2 == 0 ? Pleased : Displeased, language: 1))));

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        Assert.Equal(["en"], (await FindAsync(engine, wave, release!.Id, "school-000")).Languages);
        Assert.Equal(["en"], (await FindAsync(engine, wave, release.Id, "district-a")).Languages);
        Assert.Empty((await FindAsync(engine, wave, release.Id, "school-002")).Languages);
        foreach (var scope in new[] { "network", "coalition" })
            Assert.Equal(["en", "ar"], (await FindAsync(engine, wave, release.Id, scope)).Languages);

        // Then of those in the figures: the six of the other school never were.
        var last = await engine.Release.RunAsync(await SettleAsync(engine, clock, wave), CancellationToken.None);
        Assert.Equal(["en"], (await FindAsync(engine, wave, last!.Id, "network")).Languages);
    }

    [Fact]
    public async Task Small_schools_are_told_as_one()
    {
        using var engine = stores.NewEngine();
        // Nobody knows how many could answer at a member; the wave says that there are five at the least.
        var wave = await TestWave.OpenAsync(engine, schools: 2, Audience.Member, settings: ",\"populationAtLeast\":5");
        var members = await engine.Waves.FirstSchoolsAsync(wave.Wave, 10, CancellationToken.None);
        var member = new TestWave { Tenant = wave.Tenant, Id = wave.Id, Wave = wave.Wave, Schools = members };
        Assert.Equal(["district-a", "district-b"], members.Select(one => one.Id.Value));
        await SubmitAsync(engine, member, school: 0, (Pleased, 12));
        await SubmitAsync(engine, member, school: 1, (Displeased, 12));

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        var network = await FindAsync(engine, wave, release!.Id, "network");
        Assert.Equal((25, 50), (network.Headline!.N, network.Headline.Favorable));
        Assert.Equal((20, null), (network.Participation.Responses, network.Participation.Population));
        var pool = network.Children.Single(child => child.Scope.Part is ScopePart.SmallSchools);
        Assert.Equal((2, 50), (pool.Scope.Schools, pool.Headline!.Favorable));
        Assert.False((await FindAsync(engine, wave, release.Id, "district-a")).Headline!.IsShown);
    }

    [Fact]
    public async Task A_settled_wave_shows_every_question_and_group_that_gives_nobody_away()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await TestWave.OpenAsync(engine, schools: 4);
        foreach (var school in new[] { 0, 1, 2 })
            await SubmitAsync(engine, wave, school, (English, 14), (Arabic, 14), ("""{"overall":"neither","recommend":5}""", 10));
        // Too few for a figure, and too few for a group that came late.
        await SubmitAsync(engine, wave, school: 3, (Pleased, 4));
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        var settled = await SettleAsync(engine, clock, wave);

        var release = await engine.Release.RunAsync(settled, CancellationToken.None);

        var school0 = await FindAsync(engine, wave, release!.Id, "school-000");
        Assert.True(school0.IsSettled);
        Assert.Equal(new ShownParticipation(38, 100, 38, IsLow: false), school0.Participation);
        Assert.Equal((40, 37, 26, 37), (school0.Headline!.N, school0.Headline.Favorable, school0.Headline.Neutral, school0.Headline.Unfavorable));
        var items = school0.Items.ToDictionary(item => item.ItemId);
        Assert.Equal(["overall", "welcome", "left-out", "ways", "used-interpreter", "interpreter", "recommend"], items.Keys);
        Assert.Equal((30, 50, 50), (items["welcome"].Rate.N, items["welcome"].Rate.Favorable, items["welcome"].Rate.Unfavorable));
        Assert.Equal((5m, 37, 26), (items["recommend"].MeanScore, items["recommend"].Answers!["10"], items["recommend"].Answers!["5"]));
        Assert.Equal((30, 50, 50), (items["ways"].Rate.N, items["ways"].Answers!["letter"], items["ways"].Answers!["phone"]));
        var languages = school0.Groups.Single();
        Assert.Equal(("home-language", 3), (languages.ItemId, languages.Values.Count));
        Assert.Equal([15, 15, 10], languages.Values.Select(value => value.Responses));
        // All who speak one language think alike here: a band, and no figure.
        Assert.Equal(new FavorableBand(80, IsAtLeast: true), languages.Values[0].Headline!.Band);
        Assert.False(languages.Values[0].Headline!.IsShown);

        var network = await FindAsync(engine, wave, release.Id, "network");
        Assert.Equal(114, network.Participation.Responses);
        Assert.Null(network.LateResponses);
        Assert.Equal(ShownParticipation.Hidden, (await FindAsync(engine, wave, release.Id, "school-003")).Participation);
    }

    [Fact]
    public async Task A_collection_tells_what_follows_from_its_schools_and_no_band_beside()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await TestWave.OpenAsync(engine, schools: 4);
        foreach (var school in new[] { 0, 2 })
            await SubmitAsync(engine, wave, school, (Pleased, 14), (Neutral, 3), ("""{"overall":"unfavorable","welcome":"agree"}""", 5));
        var settled = await SettleAsync(engine, clock, wave);

        var release = await engine.Release.RunAsync(settled, CancellationToken.None);

        Assert.Equal(new FavorableBand(80, IsAtLeast: true), (await WelcomeAsync("school-000")).Band);
        Assert.Equal(ShownRate.Hidden, await WelcomeAsync("coalition"));
        Assert.Equal(45, (await FindAsync(engine, wave, release!.Id, "coalition")).Headline!.N);

        async Task<ShownRate> WelcomeAsync(string scope) =>
            (await FindAsync(engine, wave, release!.Id, scope)).Items.Single(item => item.ItemId == "welcome").Rate;
    }

    /// <summary>
    /// 100 students each; 40 responses about one school, 20 about two, none about the last. Weights of 2.5 and 5 make of 45 of 80 (56%) 75 + 25 + 50 of 300.
    /// </summary>
    [Fact]
    public async Task A_weighted_wave_lets_schools_count_by_enrolment_once_it_has_settled()
    {
        const string Likes = """{"overall":"favorable"}""";
        const string Dislikes = """{"overall":"unfavorable"}""";
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await TestWave.OpenAsync(engine, schools: 4, settings: ",\"weighting\":\"enrolment\"");
        await SubmitAsync(engine, wave, school: 0, (Likes, 30), (Dislikes, 10));
        await SubmitAsync(engine, wave, school: 1, (Likes, 5), (Dislikes, 15));
        await SubmitAsync(engine, wave, school: 2, (Likes, 10), (Dislikes, 10));
        var open = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        Assert.False((await FindAsync(engine, wave, open!.Id, "network")).Weighting!.IsByEnrolment);

        var release = await engine.Release.RunAsync(await SettleAsync(engine, clock, wave), CancellationToken.None);

        var network = await FindAsync(engine, wave, release!.Id, "network");
        Assert.Equal((50, true), (network.Headline!.Favorable, network.Headline.IsWeighted));
        Assert.Equal((true, 1), (network.Weighting!.IsByEnrolment, network.Weighting.AsideCount));
        Assert.Equal(["School 3"], network.Weighting.Aside);
        Assert.Equal([50, 50], network.Children.Where(child => child.Scope.Kind == "district").Select(child => child.Headline!.Favorable));
        var coalition = await FindAsync(engine, wave, release.Id, "coalition");
        Assert.Equal((63, true, 0), (coalition.Headline!.Favorable, coalition.Headline.IsWeighted, coalition.Weighting!.AsideCount));
        var school = await FindAsync(engine, wave, release.Id, "school-000");
        Assert.Equal((75, null, null), (school.Headline!.Favorable, school.Headline.IsWeighted, school.Weighting));
    }

    [Fact]
    public async Task An_attack_on_the_pages_finds_nothing_until_one_shows_too_much()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await TestWave.OpenAsync(engine, schools: 4);
        foreach (var school in new[] { 1, 2, 3 })
            await SubmitAsync(engine, wave, school, (English, 14), (Arabic, 14), (Neutral, 10));
        // All of one school feel welcome; nothing is shown of that beside a band.
        await SubmitAsync(engine, wave, school: 0, (Pleased, 14), ("""{"overall":"unfavorable","welcome":"agree","left-out":"disagree"}""", 14));
        Assert.Null(await engine.Attack.RunAsync(wave.Wave, CancellationToken.None));
        var settled = await SettleAsync(engine, clock, wave);
        var release = await engine.Release.RunAsync(settled, CancellationToken.None);

        var attack = await engine.Attack.RunAsync(settled, CancellationToken.None);
        Assert.Equal((8, 0), (attack!.Scopes, attack.Finds.Count));
        Assert.True(attack.Hidden > 0);

        foreach (var scope in new[] { "district-a", "school-001" })
        {
            var page = await FindAsync(engine, wave, release!.Id, scope);
            await ShowAsync(page with { Items = [.. page.Items.Select(item => item.ItemId == "welcome" ? item with { Rate = new ShownRate { N = 40, Favorable = 70 } } : item)] });
        }
        attack = await engine.Attack.RunAsync(settled, CancellationToken.None);
        Assert.Contains("welcome in slice 0 of school-000 together (28 people)", attack!.Finds);

        async Task ShowAsync(ShownScope page)
        {
            var row = new TableRow(ResultsKeys.ScopePartition(wave.Tenant, wave.Id, page.ReleaseId, page.Scope.Id), ResultsKeys.Page);
            ChunkedBinary.Write(row, ResultRows.PageJson, ShownScopeJson.Write(page));
            await engine.Tables.CommitAsync(StoreNames.Pages, [new RowChange(RowChangeType.UpsertReplace, row)], CancellationToken.None);
        }
    }

    [Fact]
    public async Task What_came_after_the_last_block_of_schools_is_told_together()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await TestWave.OpenAsync(engine, schools: 4);
        await SubmitAsync(engine, wave, school: 0, (Pleased, 12), (Neutral, 3), (Displeased, 9));
        await SubmitAsync(engine, wave, school: 1, (Pleased, 12), (Neutral, 3), (Displeased, 9));
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        await SubmitAsync(engine, wave, school: 0, (Pleased, 9));
        await SubmitAsync(engine, wave, school: 1, (Displeased, 9));
        var settled = await SettleAsync(engine, clock, wave);

        var release = await engine.Release.RunAsync(settled, CancellationToken.None);

        Assert.Equal(24, (await FindAsync(engine, wave, release!.Id, "school-000")).Participation.Responses);
        var district = await FindAsync(engine, wave, release.Id, "district-a");
        Assert.Equal(66, district.Participation.Responses);
        Assert.Equal(50, district.Children.Single(child => child.Scope.Part is ScopePart.Late).Headline!.Favorable);
        Assert.Equal(release.Id, await engine.Results.FindReleaseAsync(settled, CancellationToken.None));
        Assert.False(await engine.Release.IsDueAsync(settled, clock.GetUtcNow().AddDays(1), CancellationToken.None));
    }

    [Fact]
    public async Task By_hand_a_wave_that_is_open_may_be_released_again_after_a_day_and_one_that_has_settled_at_once()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await AnsweredAsync(engine);
        Assert.Null(await engine.Release.FindEarliestByHandAsync(wave.Wave, CancellationToken.None));
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        var tomorrow = clock.GetUtcNow().AddDays(1);

        clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(tomorrow, await engine.Release.FindEarliestByHandAsync(wave.Wave, CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await engine.Release.FindEarliestByHandAsync(wave.Wave, CancellationToken.None));

        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        var settled = await SettleAsync(engine, clock, wave);
        await engine.Release.RunAsync(settled, CancellationToken.None);
        Assert.Null(await engine.Release.FindEarliestByHandAsync(settled, CancellationToken.None));
    }

    [Fact]
    public async Task Once_it_has_settled_a_receipt_tells_whether_its_answers_are_in_the_results()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await AnsweredAsync(engine);
        var early = await SubmitOneAsync(school: 0);
        await SubmitAsync(engine, wave, school: 3, (Pleased, 9), (Displeased, 2));
        clock.Advance(TimeSpan.FromHours(1));
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        // Too few, and all of one mind, for another block.
        var late = await SubmitOneAsync(school: 0);
        var (few, whole) = (await SubmitOneAsync(school: 2), await SubmitOneAsync(school: 3));
        foreach (var submission in new[] { early, late, few, whole })
            Assert.Null(await FindInResultsAsync(wave.Wave, submission));

        var settled = await SettleAsync(engine, clock, wave);
        Assert.Null(await FindInResultsAsync(settled, early));
        await engine.Release.RunAsync(settled, CancellationToken.None);
        // And made once more by hand.
        clock.Advance(TimeSpan.FromMinutes(1));
        await engine.Release.RunAsync(settled, CancellationToken.None);

        Assert.True(await FindInResultsAsync(settled, early));
        Assert.False(await FindInResultsAsync(settled, late));
        Assert.True(await FindInResultsAsync(settled, few));
        Assert.True(await FindInResultsAsync(settled, whole));

        Task<bool?> FindInResultsAsync(Wave of, Submission submission) => engine.InResults.FindAsync(of, submission.Partition, submission.Id, CancellationToken.None);

        async Task<Submission> SubmitOneAsync(int school)
        {
            var submission = wave.Submission(school, Pleased);
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(submission));
            return submission;
        }
    }

    [Fact]
    public async Task A_release_by_a_copy_that_did_not_notice_that_the_wave_has_settled_is_not_the_last()
    {
        var clock = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: clock);
        var wave = await AnsweredAsync(engine);
        var settled = await SettleAsync(engine, clock, wave);
        clock.Advance(TimeSpan.FromMinutes(1));

        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        Assert.True(await engine.Release.IsDueAsync(settled, clock.GetUtcNow(), CancellationToken.None));
        await engine.Release.RunAsync(settled, CancellationToken.None);
        Assert.False(await engine.Release.IsDueAsync(settled, clock.GetUtcNow(), CancellationToken.None));
    }

    [Fact]
    public async Task What_was_shown_before_there_were_blocks_counts_as_shown()
    {
        using var engine = stores.NewEngine();
        var wave = await AnsweredAsync(engine);
        var old = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        await ShowAsByTheVersionBeforeAsync(wave, old!.Id);

        // Three more: what was shown, and what is shown now, would differ by what these said.
        await SubmitAsync(engine, wave, school: 0, (Pleased, 3));
        Assert.False(await IsShownAsync());
        await SubmitAsync(engine, wave, school: 0, (Pleased, 9), (Displeased, 6));
        Assert.True(await IsShownAsync());

        async Task<bool> IsShownAsync()
        {
            var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            var shown = await FindAsync(engine, wave, release!.Id, "school-000");
            Assert.Equal(shown.Headline!.IsShown, (await FindAsync(engine, wave, release.Id, "network")).Headline!.IsShown);
            return shown.Headline.IsShown;
        }
    }

    /// <summary>A release of exact numbers, and no blocks.</summary>
    private async Task ShowAsByTheVersionBeforeAsync(TestWave wave, string release)
    {
        var partition = ResultsKeys.WavePartition(wave.Tenant, wave.Id);
        foreach (var key in new[] { ResultsKeys.Latest, ResultsKeys.Release(release) })
        {
            var row = (await stores.Tables.GetAsync(StoreNames.Results, partition, key, CancellationToken.None))!;
            row["IsSettled"] = null;
            await stores.Tables.CommitAsync(StoreNames.Results, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);
        }
        foreach (var blocks in new[] { wave.Wave.PartitionOf(wave.Schools[0]).Key, BlocksKeys.SharedPartition(wave.Tenant, wave.Id) })
        {
            await foreach (var row in stores.Tables.QueryAsync(StoreNames.Blocks, blocks, new RowRange("", "~"), CancellationToken.None))
                await stores.Tables.CommitAsync(StoreNames.Blocks, [new(RowChangeType.Delete, row, row.ETag)], CancellationToken.None);
        }
        var school = ResultsKeys.ScopePartition(wave.Tenant, wave.Id, release, new ScopeId("school-000"));
        var page = (await stores.Tables.GetAsync(StoreNames.Pages, school, ResultsKeys.Page, CancellationToken.None))!;
        await stores.Tables.CommitAsync(StoreNames.Pages, [new(RowChangeType.Delete, page, page.ETag)], CancellationToken.None);
        var shown = ShownScopeJson.Read(ChunkedBinary.Read(page, "Json"));
        var exact = shown with
        {
            Participation = new ShownParticipation(20, 100, 20, IsLow: false),
            Topics = [shown.Topics[0] with { Rate = shown.Topics[0].Rate with { N = 29, Neutral = 0, Unfavorable = 59 } }],
        };
        ChunkedBinary.Write(page, "Json", ShownScopeJson.Write(exact));
        await stores.Tables.CommitAsync(StoreNames.Results, [new(RowChangeType.Add, page)], CancellationToken.None);
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
                Assert.DoesNotContain(row.Keys, key => key.EndsWith('N') || key.Contains("avorable", StringComparison.Ordinal) || key is "MeanScoreOfTen");
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
        await SubmitAsync(engine, wave, school: 0, (Pleased, 10), (Displeased, 10));
        Assert.Equal(first!.Id, await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));

        var second = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        Assert.Equal(second!.Id, await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
        Assert.Equal(40, (await FindAsync(engine, wave, second.Id, "school-000")).Headline!.N);
        Assert.Equal(20, (await FindAsync(engine, wave, first.Id, "school-000")).Headline!.N);
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
        await Task.WhenAll(Enumerable.Range(0, 120 * 30).Select(i =>
            engine.Accept.AcceptAsync(wave.Submission(i % 120, i / 120 < 10 ? Displeased : Pleased))));

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        var network = await FindAsync(engine, wave, release!.Id, "network");
        Assert.Equal((3600, 12_000), (network.Participation.Responses, network.Participation.Population));
        Assert.Equal(3600, network.Headline!.N);
        Assert.Equal(67, network.Headline.Favorable);
        Assert.Equal(1800, (await FindAsync(engine, wave, release.Id, "district-a")).Headline!.N);
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
        var other = AnswerJson.Read(old.Survey, """{"overall":"unfavorable","welcome":"disagree"}""");
        for (var i = 0; i < 24; i++)
            await engine.Accept.AcceptAsync(new Submission(old, wave.Schools[0], new ResponseId(Guid.NewGuid()), 0, Channel.Link, i < 12 ? sheet : other));
        var release = await engine.Release.RunAsync(old, CancellationToken.None);

        var shown = await engine.Results.FindAsync(old, release!.Id, old.Root, CancellationToken.None);
        var interval = WilsonInterval.Of(24, 48, 3 * 100 * 4)!.Value;
        Assert.Equal((24, 50, Percent.Down(interval.Low)), (shown!.Headline!.N - 1, shown.Survey.Favorable, shown.Survey.Low));
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
        await SubmitAsync(engine, member, school: 0, (Pleased, 22), (Displeased, 22));

        var release = await engine.Release.RunAsync(wave.Wave, CancellationToken.None);

        // How many came is told by tens; where nobody knows how many could, nothing of what they said.
        var network = await FindAsync(engine, wave, release!.Id, "network");
        Assert.Equal(new ShownParticipation(40, null, null, IsLow: false) { IsAtLeast = true }, network.Participation);
        Assert.False(network.Headline!.IsShown);
        Assert.Equal(["district-a", "district-b"], network.Children.Select(child => child.Scope.Id.Value));
    }

    private static async Task<Wave> SettleAsync(Engine engine, ManualTimeProvider clock, TestWave wave)
    {
        await engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        clock.Advance(ChangeWaveState.ClosingTime + TimeSpan.FromMinutes(1));
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        engine.Waves.Forget(wave.Id);
        var settled = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);
        Assert.Equal(WaveState.Settled, settled.State);
        return settled;
    }

    private static int? Number(IndependentRow row, string name) => row.Properties.TryGetValue(name, out var number) ? int.Parse(number.Value) : null;

    private static Task<IntakeOutcome[]> SubmitAsync(Engine engine, TestWave wave, int school, params (string Answers, int Count)[] responses) =>
        Task.WhenAll(responses.SelectMany(kind => Enumerable.Repeat(kind.Answers, kind.Count))
            .Select(answers => engine.Accept.AcceptAsync(wave.Submission(school, answers))));

    private static async Task<ShownScope> FindAsync(Engine engine, TestWave wave, string release, string scope) =>
        (await engine.Results.FindAsync(wave.Wave, release, new ScopeId(scope), CancellationToken.None))!;
}

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Releases;

/// <summary>Each wave takes twenty responses of a school within an hour for people's.</summary>
public abstract class FlagsTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : FlagsTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : FlagsTests(stores), IClassFixture<EmbeddedEngineFixture>;

    private const string Pleased = """{"overall":"very-favorable","welcome":"agree","left-out":"agree"}""";
    private const string Displeased = """{"overall":"unfavorable","welcome":"strongly-disagree"}""";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_burst_is_in_no_figure_until_it_is_taken_in_and_again_when_it_is_excluded()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 2, settings: ",\"pace\":20");
        await SubmitAsync(engine, wave, school: 0, pleased: 12, displeased: 8);
        NextHour();
        await SubmitAsync(engine, wave, school: 0, pleased: 13, displeased: 12);
        await SubmitAsync(engine, wave, school: 1, pleased: 10, displeased: 10);
        NextHour();

        // All that was accepted is counted as such; the other school's figures move.
        var first = await ReleaseAsync(engine, wave);
        Assert.Equal((20, 60, 40), await HeadlineAsync(engine, wave, first, "school-000"));
        Assert.Equal((20, 50, 20), await HeadlineAsync(engine, wave, first, "school-001"));
        Assert.Equal((40, 55, 60), await HeadlineAsync(engine, wave, first, "network"));
        Assert.Equal([(1, 25, FlagState.Undecided)], first.Undecided.Select(lot => (lot.Number, lot.Responses, lot.State)));
        Assert.Equal(25, (await engine.Flags.ReadLeftOutAsync(wave.Wave, CancellationToken.None))[wave.Schools[0].Id]);

        Assert.Equal((null, 25), await DecideAsync(engine, wave, takeIn: true));
        var second = await ReleaseAsync(engine, wave);
        Assert.Equal((45, 56, 40), await HeadlineAsync(engine, wave, second, "school-000"));
        Assert.Empty(second.Undecided);
        Assert.Equal(0, (await engine.Flags.ReadLeftOutAsync(wave.Wave, CancellationToken.None))[wave.Schools[0].Id]);

        Assert.Equal((null, 25), await DecideAsync(engine, wave, takeIn: false, lot: 1));
        var third = await ReleaseAsync(engine, wave);
        Assert.Equal((20, 60, 40), await HeadlineAsync(engine, wave, third, "school-000"));
        Assert.Empty(third.Undecided);

        Assert.Equal((null, 25), await DecideAsync(engine, wave, takeIn: true, lot: 1));
        Assert.Equal((45, 56, 40), await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000"));
    }

    [Fact]
    public async Task Figures_that_come_back_to_near_earlier_ones_wait_for_a_group()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1, settings: ",\"pace\":20");
        await SubmitAsync(engine, wave, school: 0, pleased: 12, displeased: 8);
        NextHour();
        Assert.Equal((20, 60, 20), await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000"));
        await SubmitAsync(engine, wave, school: 0, pleased: 13, displeased: 12);
        NextHour();
        await DecideAsync(engine, wave, takeIn: true);
        Assert.Equal((45, 56, 40), await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000"));
        await SubmitAsync(engine, wave, school: 0, pleased: 15, displeased: 15);
        NextHour();
        await DecideAsync(engine, wave, takeIn: true);
        Assert.Equal((75, 53, 70), await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000"));

        // Whoever kept the first page would learn what this one said.
        await SubmitAsync(engine, wave, school: 0, pleased: 0, displeased: 1);
        await DecideAsync(engine, wave, takeIn: false, lot: 1);
        await DecideAsync(engine, wave, takeIn: false, lot: 2);
        Assert.Equal((75, 53, 70), await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000"));
        for (var hour = 0; hour < 5; hour++)
        {
            NextHour();
            await SubmitAsync(engine, wave, school: 0, pleased: 12, displeased: 8);
        }
        Assert.Equal((121, 60, 170), await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000"));
    }

    [Fact]
    public async Task What_comes_after_a_decision_is_a_lot_of_its_own()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1, settings: ",\"pace\":20");
        await SubmitAsync(engine, wave, school: 0, pleased: 12, displeased: 10);
        NextHour();
        await DecideAsync(engine, wave, takeIn: true);
        await SubmitAsync(engine, wave, school: 0, pleased: 15, displeased: 15);
        NextHour();

        Assert.Equal([(1, 22, FlagState.TakenIn), (2, 30, FlagState.Undecided)], await LotsAsync(engine, wave));
        Assert.Equal((20, 55, 50), await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000"));

        Assert.Equal((null, 30), await DecideAsync(engine, wave, takeIn: false));
        Assert.Equal([(1, 22, FlagState.TakenIn), (2, 30, FlagState.Excluded)], await LotsAsync(engine, wave));
        Assert.Equal((FlagRefusal.NoLot, null), await DecideAsync(engine, wave, takeIn: true));
        Assert.Equal((FlagRefusal.NoLot, null), await DecideAsync(engine, wave, takeIn: true, lot: 4));
    }

    [Fact]
    public async Task An_excluded_lot_loses_what_is_withdrawn_and_nothing_else_and_can_be_taken_in_from_ten_on()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1, settings: ",\"pace\":20");
        await SubmitAsync(engine, wave, school: 0, pleased: 11, displeased: 9);
        NextHour();
        var burst = await SubmitAsync(engine, wave, school: 0, pleased: 11, displeased: 10);
        NextHour();
        await DecideAsync(engine, wave, takeIn: false);

        // No more than came in an ordinary hour: they stay out all the same.
        await WithdrawAsync(burst.Take(11));
        Assert.Equal([(1, 10, FlagState.Excluded)], await LotsAsync(engine, wave));
        Assert.Equal(20, (await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000")).N);
        await WithdrawAsync(burst.Skip(11).Take(1));

        Assert.Equal((FlagRefusal.TooFew, 9), await DecideAsync(engine, wave, takeIn: true, lot: 1));
        Assert.Equal([(1, 9, FlagState.Excluded)], await LotsAsync(engine, wave));

        async Task WithdrawAsync(IEnumerable<ResponseId> ids)
        {
            foreach (var id in ids)
                Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, wave.Schools[0].Bucket, id)));
        }
    }

    [Fact]
    public async Task An_hour_that_is_not_over_for_every_clock_is_not_decided_about()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1, settings: ",\"pace\":20");
        await SubmitAsync(engine, wave, school: 0, pleased: 11, displeased: 10);

        Assert.Equal((FlagRefusal.TooEarly, null), await DecideAsync(engine, wave, takeIn: true));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((FlagRefusal.TooEarly, null), await DecideAsync(engine, wave, takeIn: true));
        _clock.Advance(ChangeWaveState.ClosingTime);
        Assert.Equal((null, 21), await DecideAsync(engine, wave, takeIn: true));
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_does()
    {
        var tables = new FaultyTables(stores.Tables);
        using var slow = stores.NewEngine(tables, time: _clock);
        using var quick = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(slow, schools: 1, settings: ",\"pace\":20");
        await SubmitAsync(slow, wave, school: 0, pleased: 11, displeased: 10);
        NextHour();
        tables.OnCommit = async (_, commit) =>
        {
            await DecideAsync(quick, wave, takeIn: false);
            return await commit();
        };

        Assert.Equal((FlagRefusal.DecidedMeanwhile, 21), await DecideAsync(slow, wave, takeIn: true));
        Assert.Equal([(1, 21, FlagState.Excluded)], await LotsAsync(quick, wave));

        // The reply to the same decision got lost, and it was sent again.
        tables.OnCommit = async (_, commit) =>
        {
            await commit();
            return await commit();
        };
        await SubmitAsync(quick, wave, school: 0, pleased: 11, displeased: 10);
        NextHour();
        Assert.Equal((null, 21), await DecideAsync(slow, wave, takeIn: true));
    }

    [Fact]
    public async Task A_settled_wave_keeps_out_what_nobody_decided_about_and_takes_no_decision()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1, settings: ",\"pace\":20");
        await SubmitAsync(engine, wave, school: 0, pleased: 10, displeased: 10);
        NextHour();
        await SubmitAsync(engine, wave, school: 0, pleased: 30, displeased: 10);
        await engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(ChangeWaveState.ClosingTime);
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        engine.Waves.Forget(wave.Id);
        var settled = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);

        var release = await engine.Release.RunAsync(settled, CancellationToken.None);

        var shown = (await engine.Results.FindAsync(settled, release!.Id, new ScopeId("school-000"), CancellationToken.None))!;
        Assert.Equal((20, 20, 50), (shown.Participation.Responses, shown.Headline!.N, shown.Headline.Favorable));
        var node = (await engine.Schools.ReadAsync(settled, CancellationToken.None)).Value![0];
        Assert.Equal(FlagRefusal.Settled, (await engine.Flags.DecideAsync(settled, node, null, takeIn: true, CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task Responses_are_looked_at_again_only_if_some_came_or_went_or_some_are_flagged()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables, time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1, settings: ",\"pace\":20");
        var looks = 0;
        tables.OnRead = from =>
        {
            looks += from == ResponsesKeys.Responses.From ? 1 : 0;
            return Task.CompletedTask;
        };
        var ids = await SubmitAsync(engine, wave, school: 0, pleased: 10, displeased: 10);

        Assert.Equal(1, await LooksAsync());
        Assert.Equal(0, await LooksAsync());
        // As many as before, and not the same.
        await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, wave.Schools[0].Bucket, ids[0]));
        await SubmitAsync(engine, wave, school: 0, pleased: 1, displeased: 0);
        Assert.Equal(1, await LooksAsync());
        Assert.Equal(0, await LooksAsync());
        await SubmitAsync(engine, wave, school: 0, pleased: 1, displeased: 0);
        Assert.Equal(1, await LooksAsync());
        Assert.Equal(1, await LooksAsync());

        async Task<int> LooksAsync()
        {
            looks = 0;
            await ReleaseAsync(engine, wave);
            return looks;
        }
    }

    [Fact]
    public async Task A_population_that_is_mended_may_make_an_hour_ordinary_and_back()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1);
        await SubmitAsync(engine, wave, school: 0, pleased: 60, displeased: 60);
        NextHour();

        // Half of a hundred is less than a hundred, which are ordinary everywhere; half of 240 is as many as came.
        Assert.Equal(120, await UndecidedAsync());
        await MendAsync("240");
        Assert.Equal(0, await UndecidedAsync());
        await MendAsync("100");
        Assert.Equal(120, await UndecidedAsync());

        async Task<int> UndecidedAsync() => (await ReleaseAsync(engine, await TestWave.FindAsync(engine, wave.Tenant, wave.Id, schools: 1))).Undecided.Sum(lot => lot.Responses);

        async Task MendAsync(string enrolment)
        {
            var (organisations, collections) = await engine.Definitions.ReadOrganisationsAsync(wave.Tenant, CancellationToken.None);
            await engine.Definitions.SaveOrganisationsAsync(
                wave.Tenant, [.. organisations.Select(row => row.Kind == "school" ? row with { Enrolment = enrolment } : row)], collections, CancellationToken.None);
            Assert.Single((await engine.Mend.RunAsync(wave.Wave, [], isDryRun: false, CancellationToken.None)).Value!.Changes);
        }
    }

    [Fact]
    public async Task A_response_that_cannot_be_read_holds_up_no_release()
    {
        using var engine = stores.NewEngine(time: _clock);
        var wave = await TestWave.OpenAsync(engine, schools: 1, settings: ",\"pace\":20");
        await SubmitAsync(engine, wave, school: 0, pleased: 10, displeased: 10);
        var row = (await wave.ResponsesAsync(engine))[0];
        row[ResponseRow.Answers] = "{";
        await stores.Tables.CommitAsync(StoreNames.Responses, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);

        Assert.Equal(20, (await HeadlineAsync(engine, wave, await ReleaseAsync(engine, wave), "school-000")).N);
    }

    private void NextHour() => _clock.Advance(TimeSpan.FromHours(1) + ChangeWaveState.ClosingTime);

    private static async Task<ResponseId[]> SubmitAsync(Engine engine, TestWave wave, int school, int pleased, int displeased)
    {
        var submissions = Enumerable.Repeat(Pleased, pleased).Concat(Enumerable.Repeat(Displeased, displeased)).Select(answers => wave.Submission(school, answers)).ToList();
        var outcomes = await Task.WhenAll(submissions.Select(submission => engine.Accept.AcceptAsync(submission)));
        Assert.All(outcomes, outcome => Assert.Equal(IntakeOutcome.Accepted, outcome));
        return [.. submissions.Select(submission => submission.Id)];
    }

    private async Task<PublishedRelease> ReleaseAsync(Engine engine, TestWave wave)
    {
        // Ids of releases sort by the second.
        _clock.Advance(TimeSpan.FromSeconds(1));
        return (await engine.Release.RunAsync(wave.Wave, CancellationToken.None))!;
    }

    private static async Task<(int? N, int? Favorable, int? Accepted)> HeadlineAsync(Engine engine, TestWave wave, PublishedRelease release, string scope)
    {
        var shown = (await engine.Results.FindAsync(wave.Wave, release.Id, new ScopeId(scope), CancellationToken.None))!;
        return (shown.Headline!.N, shown.Headline.Favorable, shown.Participation.Responses);
    }

    private static async Task<(FlagRefusal?, int?)> DecideAsync(Engine engine, TestWave wave, bool takeIn, int? lot = null)
    {
        var node = (await engine.Schools.ReadAsync(wave.Wave, CancellationToken.None)).Value![0];
        var outcome = await engine.Flags.DecideAsync(wave.Wave, node, lot, takeIn, CancellationToken.None);
        return (outcome.Refusal, outcome.Lot?.Responses);
    }

    private static async Task<List<(int, int, FlagState)>> LotsAsync(Engine engine, TestWave wave)
    {
        var nodes = (await engine.Schools.ReadAsync(wave.Wave, CancellationToken.None)).Value!;
        var lots = await engine.Flags.FindAsync(wave.Wave, nodes, CancellationToken.None);
        return [.. lots.Select(lot => (lot.Number, lot.Responses, lot.State))];
    }
}

using SurveyEngine.Intake;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Waves;

/// <summary>The sweep goes over every wave there is: it runs when no other test does.</summary>
[CollectionDefinition(nameof(ChangeWaveStateTests), DisableParallelization = true)]
public sealed class ChangeWaveStateCollection;

/// <summary>Two copies of the app over one store, each with a clock of its own.</summary>
[Collection(nameof(ChangeWaveStateTests))]
public abstract class ChangeWaveStateTests(EngineFixture stores)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public sealed class OnAzurite(AzuriteEngineFixture stores) : ChangeWaveStateTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : ChangeWaveStateTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task A_wave_takes_answers_from_its_opening_time_on_and_for_the_grace_after_its_closing_time()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine, settings: ""","opensAt":"2026-03-02 05:00","closesAt":"2026-03-02 06:00" """);
        var (opensAt, closesAt) = (time.GetUtcNow().AddHours(1), time.GetUtcNow().AddHours(2));
        Assert.Equal(new WaveTimes(opensAt, closesAt), wave.Wave.Times);

        Assert.Equal(IntakeOutcome.NotOpen, await SendAtAsync(opensAt - Second));
        Assert.Equal(IntakeOutcome.Accepted, await SendAtAsync(opensAt));
        Assert.Equal(IntakeOutcome.Accepted, await SendAtAsync(opensAt + Second));
        Assert.Equal(IntakeOutcome.Accepted, await SendAtAsync(closesAt + Wave.Grace - Second));
        Assert.Equal(IntakeOutcome.NotOpen, await SendAtAsync(closesAt + Wave.Grace));
        Assert.Equal(IntakeOutcome.NotOpen, await SendAtAsync(closesAt + Wave.Grace + Second));
        Assert.Equal(WaveState.Open, (await FindAsync(engine, wave)).State);

        Task<IntakeOutcome> SendAtAsync(DateTimeOffset moment)
        {
            time.SetUtcNow(moment);
            return engine.Accept.AcceptOrFindAsync(wave.Wave, wave.Submission(), CancellationToken.None);
        }
    }

    [Fact]
    public async Task Answers_are_withdrawn_until_the_end_of_the_grace()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine, settings: ""","closesAt":"2026-03-02 06:00" """);
        var submissions = new[] { wave.Submission(), wave.Submission() };
        foreach (var submission in submissions)
            await engine.Accept.AcceptAsync(submission);
        // Else the commit that is answered, and not over yet, would seem to have taken hours.
        await engine.DrainAsync();

        Assert.Equal(IntakeOutcome.Withdrawn, await WithdrawAtAsync(submissions[0], TimeSpan.FromHours(2) + Wave.Grace - Second));
        Assert.Equal(IntakeOutcome.NotOpen, await WithdrawAtAsync(submissions[1], Second));

        async Task<IntakeOutcome> WithdrawAtAsync(Submission submission, TimeSpan later)
        {
            time.Advance(later);
            var receipt = Receipt.Format(wave.Id, submission.Partition.Bucket, submission.Id);
            var withdrawal = await Withdrawal.ReadAsync(engine.Waves, wave.Wave, receipt, CancellationToken.None);
            return await engine.Accept.WithdrawOrFindAsync(withdrawal!, CancellationToken.None);
        }
    }

    /// <summary>The slow copy takes what is sent while its own clock says that it may; the sweep of the other closes two minutes after the time.</summary>
    [Theory]
    [InlineData(-2)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task The_sweep_closes_a_wave_after_the_grace_by_its_own_clock_and_what_a_slow_copy_took_is_counted(int minutesApart)
    {
        var start = new ManualTimeProvider().GetUtcNow();
        var (sweeping, taking) = (new ManualTimeProvider(start), new ManualTimeProvider(start.AddMinutes(minutesApart)));
        using var sweeper = stores.NewEngine(time: sweeping);
        using var taker = stores.NewEngine(time: taking);
        var wave = await TestWave.OpenAsync(sweeper, settings: ""","closesAt":"2026-03-02 06:00" """);
        await AdvanceAsync(TimeSpan.FromHours(2) + Wave.Grace - Second);
        Assert.Equal(WaveState.Open, (await FindAsync(sweeper, wave)).State);
        var known = await FindAsync(taker, wave);

        await AdvanceAsync(Second);
        Assert.Equal((WaveState.Closing, sweeping.GetUtcNow()), await StateAsync());

        // Its cached state is of before: by its clock it is open, or over.
        var outcome = await taker.Accept.AcceptOrFindAsync(known, wave.Submission(), CancellationToken.None);
        Assert.Equal(minutesApart < 0 ? IntakeOutcome.Accepted : IntakeOutcome.NotOpen, outcome);
        await AdvanceAsync(ChangeWaveState.ClosingTime - Second);
        Assert.Equal(WaveState.Closing, (await StateAsync()).State);
        await AdvanceAsync(Second);
        Assert.Equal(WaveState.Settled, (await StateAsync()).State);
        var verified = await sweeper.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Equal((minutesApart < 0 ? 1 : 0, 0), (verified.Responses, verified.Pending));

        async Task AdvanceAsync(TimeSpan later)
        {
            sweeping.Advance(later);
            taking.Advance(later);
            await sweeper.FoldAll.FoldAsync(CancellationToken.None);
        }

        async Task<(WaveState State, DateTimeOffset? ClosingAt)> StateAsync()
        {
            var now = await FindAsync(sweeper, wave);
            return (now.State, now.ClosingAt);
        }
    }

    [Fact]
    public async Task A_sweep_that_knows_an_earlier_closing_time_does_not_close_the_wave()
    {
        var time = new ManualTimeProvider();
        using var sweeper = stores.NewEngine(time: time);
        using var operating = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(sweeper, settings: ""","closesAt":"2026-03-02 06:00" """);
        time.Advance(TimeSpan.FromHours(2) + Wave.Grace - Second);
        var known = await FindAsync(sweeper, wave);
        var later = time.GetUtcNow().AddHours(1);
        Assert.True(await operating.States.RescheduleAsync(wave.Wave, times => times with { ClosesAt = later }, CancellationToken.None));
        time.Advance(Second);
        Assert.True(known.IsOverAt(time.GetUtcNow()));

        await sweeper.FoldAll.FoldAsync(CancellationToken.None);

        var now = await FindAsync(operating, wave);
        Assert.Equal((WaveState.Open, later), (now.State, now.Times.ClosesAt));
    }

    [Fact]
    public async Task A_copy_with_a_cached_state_follows_a_new_time_within_the_life_of_the_state()
    {
        var time = new ManualTimeProvider();
        using var one = stores.NewEngine(time: time);
        using var other = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(one, settings: ""","opensAt":"2026-03-02 05:00" """);
        Assert.Equal(WaveAcceptance.NotYet, (await FindAsync(other, wave)).AcceptanceAt(time.GetUtcNow()));

        Assert.True(await one.States.RescheduleAsync(wave.Wave, times => times with { OpensAt = null }, CancellationToken.None));

        Assert.Equal(WaveAcceptance.Open, (await FindAsync(one, wave)).AcceptanceAt(time.GetUtcNow()));
        time.Advance(WaveCache.StateLifetime - Second);
        Assert.Equal(WaveAcceptance.NotYet, (await FindAsync(other, wave)).AcceptanceAt(time.GetUtcNow()));
        time.Advance(Second);
        Assert.Equal(WaveAcceptance.Open, (await FindAsync(other, wave)).AcceptanceAt(time.GetUtcNow()));
    }

    [Fact]
    public async Task A_time_can_be_changed_until_it_is_over_and_only_to_one_that_is_not()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine, settings: ""","opensAt":"2026-03-02 05:00","closesAt":"2026-03-02 06:00" """);
        var (opensAt, closesAt) = (wave.Wave.Times.OpensAt!.Value, wave.Wave.Times.ClosesAt!.Value);

        Assert.False(await ChangeAsync(times => times with { ClosesAt = opensAt }));
        Assert.False(await ChangeAsync(times => times with { ClosesAt = time.GetUtcNow() }));
        Assert.True(await ChangeAsync(times => times with { OpensAt = opensAt.AddMinutes(-10) }));
        time.SetUtcNow(opensAt.AddMinutes(-10));
        Assert.False(await ChangeAsync(times => times with { OpensAt = opensAt }));
        Assert.True(await ChangeAsync(times => times with { ClosesAt = closesAt.AddHours(1) }));
        // Until the end of the grace, while answers are still taken.
        time.SetUtcNow(closesAt.AddHours(1) + Wave.Grace - Second);
        Assert.True(await ChangeAsync(times => times with { ClosesAt = closesAt.AddHours(2) }));
        time.SetUtcNow(closesAt.AddHours(2) + Wave.Grace);
        Assert.False(await ChangeAsync(times => times with { ClosesAt = closesAt.AddHours(3) }));
        // Before a sweep has closed it, too.
        Assert.True(await engine.States.ReopenAsync(wave.Wave, closesAt.AddHours(3), CancellationToken.None));
        Assert.Equal(WaveAcceptance.Open, (await FindAsync(engine, wave)).AcceptanceAt(time.GetUtcNow()));

        Task<bool> ChangeAsync(Func<WaveTimes, WaveTimes> change) => engine.States.RescheduleAsync(wave.Wave, change, CancellationToken.None);
    }

    [Fact]
    public async Task A_closed_wave_can_be_opened_again_until_it_has_settled()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine);
        Assert.False(await engine.States.ReopenAsync(wave.Wave, null, CancellationToken.None));
        await engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        Assert.Equal(WaveOpening.WasClosed, (await engine.Open.OpenAsync(wave.Tenant, wave.Id, CancellationToken.None)).Value);
        Assert.False(await engine.States.ReopenAsync(wave.Wave, time.GetUtcNow(), CancellationToken.None));

        var closesAt = time.GetUtcNow().AddDays(1);
        Assert.True(await engine.States.ReopenAsync(wave.Wave, closesAt, CancellationToken.None));
        var open = await FindAsync(engine, wave);
        Assert.Equal((WaveState.Open, closesAt, null), (open.State, open.Times.ClosesAt, open.ClosingAt));
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptOrFindAsync(open, wave.Submission(), CancellationToken.None));

        await engine.States.CloseAsync(open, CancellationToken.None);
        time.Advance(ChangeWaveState.ClosingTime);
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        Assert.False(await engine.States.ReopenAsync(wave.Wave, null, CancellationToken.None));
        Assert.Equal(WaveOpening.WasSettled, (await engine.Open.OpenAsync(wave.Tenant, wave.Id, CancellationToken.None)).Value);
    }

    /// <summary>The sweep judged the row of the first closing; what it would replace is that of the second.</summary>
    [Fact]
    public async Task A_wave_that_was_opened_again_and_closed_in_between_does_not_settle_early()
    {
        var time = new ManualTimeProvider();
        using var sweeper = stores.NewEngine(time: time);
        using var operating = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(sweeper);
        await operating.States.CloseAsync(wave.Wave, CancellationToken.None);
        time.Advance(ChangeWaveState.ClosingTime);
        var judged = await FindAsync(sweeper, wave);
        Assert.True(sweeper.States.IsDueToSettle(judged));

        await operating.States.ReopenAsync(wave.Wave, null, CancellationToken.None);
        await operating.States.CloseAsync(wave.Wave, CancellationToken.None);

        Assert.False(await sweeper.States.SettleAsync(judged, CancellationToken.None));
        await sweeper.FoldAll.FoldAsync(CancellationToken.None);
        Assert.Equal(WaveState.Closing, (await FindAsync(sweeper, wave)).State);
        time.Advance(ChangeWaveState.ClosingTime);
        await sweeper.FoldAll.FoldAsync(CancellationToken.None);
        Assert.Equal(WaveState.Settled, (await FindAsync(sweeper, wave)).State);
    }

    [Fact]
    public async Task What_was_replaced_although_the_reply_got_lost_is_done_once()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var wave = await TestWave.OpenAsync(engine);
        tables.OnCommit = async (actions, commit) =>
        {
            // The storage client tries again below us, and meets the row that it replaced itself.
            await commit();
            return await commit();
        };

        Assert.True(await engine.States.CloseAsync(wave.Wave, CancellationToken.None));
        Assert.True(await engine.States.ReopenAsync(wave.Wave, null, CancellationToken.None));
        Assert.Equal(WaveState.Open, (await FindAsync(engine, wave)).State);
    }

    [Fact]
    public async Task A_wave_whose_closing_time_is_over_does_not_open()
    {
        using var engine = stores.NewEngine(time: new ManualTimeProvider());
        var (tenant, id) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));
        await TestWave.LoadAsync(engine, tenant, id, schools: 1, settings: ""","closesAt":"2026-03-02 04:00" """);

        Assert.Contains("closes at 2026-03-02 04:00, which is over", Assert.Single((await engine.Open.OpenAsync(tenant, id, CancellationToken.None)).Problems).Message, StringComparison.Ordinal);
    }

    private static Task<Wave> FindAsync(Engine engine, TestWave wave) => engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);
}

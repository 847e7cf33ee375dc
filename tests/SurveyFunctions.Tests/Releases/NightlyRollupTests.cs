using Microsoft.Extensions.Logging.Abstractions;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Releases;

using Surveys.Releases;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Releases;

/// <summary>The trigger as an hourly timer calls it, on a clock that is moved by hand; it begins at noon UTC.</summary>
public sealed class NightlyRollupTests : IDisposable
{
    private static readonly ReleaseSchedule Pacific = ReleaseSchedule.In("America/Los_Angeles")!;

    private readonly EmbeddedFixture _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FaultyTables _tables;
    private readonly Engine _engine;
    private readonly NightlyRollup _rollup;

    public NightlyRollupTests()
    {
        _tables = new FaultyTables(_store.Tables);
        _engine = new Engine(_tables, _store.Queues, _clock);
        _rollup = new NightlyRollup(
            _engine.Index,
            new PublishReleases(_engine.Waves, _engine.Release, _engine.Audit, NullLogger<PublishReleases>.Instance),
            _engine.Release,
            _engine.Superseded,
            Pacific,
            _clock);
    }

    [Fact]
    public async Task A_wave_has_one_release_a_night_however_often_the_timer_fires()
    {
        var wave = await OpenAsync();

        // Three in the morning there is eleven in the morning UTC.
        var released = await HoursWithAReleaseAsync(wave, hours: 48);

        Assert.Equal([new DateTime(2026, 3, 3, 11, 0, 0), new DateTime(2026, 3, 4, 11, 0, 0)], released);
    }

    [Fact]
    public async Task A_timer_that_was_late_makes_up_for_the_night()
    {
        var wave = await OpenAsync();
        _clock.Advance(TimeSpan.FromHours(27));

        await _rollup.RunAsync(null, CancellationToken.None);

        Assert.NotNull(await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
    }

    [Fact]
    public async Task A_release_that_failed_is_tried_again_after_an_hour_and_costs_no_other_wave_its_release()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        _clock.Advance(TimeSpan.FromHours(23));
        _tables.OnCommit = (actions, commit) => actions[0].Entity.PartitionKey.StartsWith(first.Tenant.Value, StringComparison.Ordinal)
            ? throw new StoreUnavailableException("The store is away.")
            : commit();

        var failure = await Assert.ThrowsAsync<AggregateException>(() => _rollup.RunAsync(null, CancellationToken.None));

        Assert.IsType<StoreUnavailableException>(Assert.Single(failure.InnerExceptions));
        Assert.Null(await _engine.Results.FindReleaseAsync(first.Wave, CancellationToken.None));
        var other = await _engine.Results.FindReleaseAsync(second.Wave, CancellationToken.None);
        Assert.NotNull(other);

        _tables.OnCommit = null;
        _clock.Advance(TimeSpan.FromHours(1));
        await _rollup.RunAsync(null, CancellationToken.None);

        Assert.NotNull(await _engine.Results.FindReleaseAsync(first.Wave, CancellationToken.None));
        Assert.Equal(other, await _engine.Results.FindReleaseAsync(second.Wave, CancellationToken.None));
    }

    [Fact]
    public async Task A_release_that_the_gate_refuses_is_reported_and_nobody_sees_it()
    {
        var wave = await OpenAsync();
        var log = new LogLines<PublishReleases>();
        var refusing = new ReleaseWave(_tables, _engine.Fold, _clock, (_, _, _) => [new FollowingCell(0, 0, 0, Disclosure.Share)]);
        _clock.Advance(TimeSpan.FromDays(1));
        await _engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(ChangeWaveState.ClosingTime + TimeSpan.FromMinutes(1));
        await _engine.FoldAll.FoldAsync(CancellationToken.None);

        var failure = await Assert.ThrowsAsync<AggregateException>(
            () => new NightlyRollup(_engine.Index, new PublishReleases(_engine.Waves, refusing, _engine.Audit, log), refusing, _engine.Superseded, Pacific, _clock)
                .RunAsync(null, CancellationToken.None));

        Assert.IsType<ReleaseRefusedException>(Assert.Single(failure.InnerExceptions));
        Assert.Null(await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
        Assert.Contains($"The release of wave {wave.Id} was refused by the checks before it", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_release_leaves_out_is_told_every_night_until_somebody_decides_and_not_of_which_school()
    {
        await _engine.SetUpAsync();
        var wave = await TestWave.OpenAsync(_engine, settings: ",\"pace\":20");
        foreach (var (school, responses) in new[] { (0, 25), (1, 21), (2, 20) })
            await Task.WhenAll(Enumerable.Range(0, responses).Select(_ => _engine.Accept.AcceptAsync(wave.Submission(school))));

        Assert.Contains("46 answers of 2 schools", Assert.Single(await WarningsAsync()), StringComparison.Ordinal);
        Assert.Single(await WarningsAsync());
        var asked = (await _engine.Schools.ReadAsync(wave.Wave, CancellationToken.None)).Value!;
        await _engine.Flags.DecideAsync(wave.Wave, asked[0], number: null, takeIn: false, CancellationToken.None);
        Assert.Contains("21 answers of 1 schools", Assert.Single(await WarningsAsync()), StringComparison.Ordinal);
        await _engine.Flags.DecideAsync(wave.Wave, asked[1], number: null, takeIn: true, CancellationToken.None);
        Assert.Empty(await WarningsAsync());

        async Task<IEnumerable<string>> WarningsAsync()
        {
            var log = new LogLines<PublishReleases>();
            _clock.Advance(TimeSpan.FromDays(1));
            await new NightlyRollup(_engine.Index, new PublishReleases(_engine.Waves, _engine.Release, _engine.Audit, log), _engine.Release, _engine.Superseded, Pacific, _clock)
                .RunAsync(null, CancellationToken.None);
            Assert.DoesNotContain(log.Lines, line => line.Contains("school-00", StringComparison.Ordinal));
            return log.Lines.Where(line => line.Contains("that may not be of people, and about which nobody has decided", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_settled_wave_has_a_last_release_and_no_more()
    {
        var wave = await OpenAsync();
        Assert.Single(await HoursWithAReleaseAsync(wave, hours: 24));
        await _engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(ChangeWaveState.ClosingTime + TimeSpan.FromMinutes(1));
        await _engine.FoldAll.FoldAsync(CancellationToken.None);

        Assert.Single(await HoursWithAReleaseAsync(wave, hours: 72));
    }

    [Fact]
    public async Task Superseded_releases_are_removed_though_the_wave_has_settled_and_another_fails()
    {
        var (wave, other) = (await OpenAsync(), await OpenAsync());
        await HoursWithAReleaseAsync(wave, hours: 24);
        var superseded = (await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None))!;
        await _engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(ChangeWaveState.ClosingTime + TimeSpan.FromMinutes(1));
        await _engine.FoldAll.FoldAsync(CancellationToken.None);
        await HoursWithAReleaseAsync(wave, hours: 1);
        _clock.Advance(RemoveSuperseded.KeptFor);
        _tables.OnCommit = (actions, commit) => actions[0] is { ActionType: not RowChangeType.Delete, Entity.PartitionKey: var key } && key.StartsWith(other.Tenant.Value, StringComparison.Ordinal)
            ? throw new StoreUnavailableException("The store is away.")
            : commit();
        Assert.NotNull(await _engine.Results.FindAsync(wave.Wave, superseded, wave.Wave.Root, CancellationToken.None));

        await Assert.ThrowsAsync<AggregateException>(() => _rollup.RunAsync(null, CancellationToken.None));

        Assert.Null(await _engine.Results.FindAsync(wave.Wave, superseded, wave.Wave.Root, CancellationToken.None));
        var last = (await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None))!;
        Assert.NotNull(await _engine.Results.FindAsync(wave.Wave, last, wave.Wave.Root, CancellationToken.None));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _store.Dispose();
    }

    private async Task<TestWave> OpenAsync()
    {
        await _engine.SetUpAsync();
        var wave = await TestWave.OpenAsync(_engine);
        Assert.Equal(WaveState.Open, wave.Wave.State);
        return wave;
    }

    /// <summary>The moments, in UTC, at which the timer fired and a new release was there afterwards.</summary>
    private async Task<List<DateTime>> HoursWithAReleaseAsync(TestWave wave, int hours)
    {
        var released = new List<DateTime>();
        var latest = await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None);
        for (var hour = 0; hour < hours; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await _rollup.RunAsync(null, CancellationToken.None);
            var now = await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None);
            if (now != latest)
                released.Add(_clock.GetUtcNow().UtcDateTime);
            latest = now;
        }
        return released;
    }
}

using Microsoft.Extensions.Logging.Abstractions;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Folding;
using SurveyFunctions.Releases;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Folding;

/// <summary>The sweep as its timer calls it, every five minutes of a clock that is moved by hand.</summary>
public sealed class FoldPendingBatchesTests : IDisposable
{
    private readonly EmbeddedFixture _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FaultyTables _tables;
    private readonly Engine _engine;
    private readonly FoldPendingBatches _sweep;
    private readonly NightlyRollup _rollup;

    public FoldPendingBatchesTests()
    {
        _tables = new FaultyTables(_store.Tables);
        _engine = new Engine(_tables, _store.Queues, _clock);
        var publish = new PublishReleases(_engine.Waves, _engine.Release, _engine.Audit, NullLogger<PublishReleases>.Instance);
        _sweep = new FoldPendingBatches(_engine.FoldAll, publish, _store.Queues, NullLogger<FoldPendingBatches>.Instance);
        _rollup = new NightlyRollup(_engine.Index, publish, _engine.Release, _engine.Superseded, ReleaseSchedule.In("America/Los_Angeles")!, _clock);
    }

    [Fact]
    public async Task A_wave_closes_and_settles_by_its_times_and_has_its_last_release_as_soon_as_it_settles()
    {
        var wave = await OpenAsync(""","closesAt":"2026-03-02 05:00" """);
        Assert.Equal(WaveState.Closing, (await SweepUntilAsync(wave, WaveState.Closing)).State);
        Assert.Equal(new DateTime(2026, 3, 2, 13, 5, 0), _clock.GetUtcNow().UtcDateTime);
        Assert.Null(await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));

        var settled = await SweepUntilAsync(wave, WaveState.Settled);

        Assert.Equal(TimeSpan.FromMinutes(20), settled.SettledAt - settled.ClosingAt);
        Assert.InRange(settled.SettledAt!.Value - settled.ClosingAt!.Value, ChangeWaveState.ClosingTime, ChangeWaveState.ClosingTime + FoldPendingBatches.Interval);
        var last = await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None);
        Assert.NotNull(last);
        for (var hour = 0; hour < 48; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await _rollup.RunAsync(null, CancellationToken.None);
        }
        Assert.Equal(last, await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
    }

    /// <summary>Also of a wave that opened after the last night, whose first release it is.</summary>
    [Fact]
    public async Task A_last_release_that_failed_is_made_within_the_hour_and_not_only_at_night()
    {
        var wave = await OpenAsync(settings: null);
        await _engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(ChangeWaveState.ClosingTime);
        _tables.OnCommit = (rows, commit) => rows.Any(row => row.Entity.RowKey == "latest") ? throw new StoreUnavailableException("Not now.") : commit();
        await Assert.ThrowsAsync<AggregateException>(() => _sweep.RunAsync(null, CancellationToken.None));
        Assert.Equal(WaveState.Settled, (await _engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None)).State);

        _tables.OnCommit = null;
        _clock.Advance(TimeSpan.FromHours(1));
        await _rollup.RunAsync(null, CancellationToken.None);

        Assert.NotNull(await _engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _store.Dispose();
    }

    private async Task<TestWave> OpenAsync(string? settings)
    {
        await _engine.SetUpAsync();
        var wave = await TestWave.OpenAsync(_engine, settings: settings);
        for (var i = 0; i < 12; i++)
            await _engine.Accept.AcceptAsync(wave.Submission());
        return wave;
    }

    private async Task<Wave> SweepUntilAsync(TestWave wave, WaveState state)
    {
        for (var sweeps = 0; sweeps < 100; sweeps++)
        {
            await _sweep.RunAsync(null, CancellationToken.None);
            _engine.Waves.Forget(wave.Id);
            if (await _engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None) is var now && now.State == state)
                return now;
            _clock.Advance(FoldPendingBatches.Interval);
        }
        throw new InvalidOperationException($"The wave never was {state}.");
    }
}

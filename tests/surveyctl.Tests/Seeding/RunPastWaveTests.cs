using Surveyctl.Output;
using Surveyctl.Seeding;
using Surveyctl.Storage;

using SurveyEngine.Auditing;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;

using TestSupport;

namespace Surveyctl.Tests.Seeding;

public sealed class RunPastWaveTests : IClassFixture<EmbeddedFixture>, IDisposable
{
    /// <summary>In Chicago at 8:00 and 20:00.</summary>
    private static readonly DateTimeOffset Opened = new(2025, 10, 6, 13, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Closed = new(2025, 11, 1, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Settled = Closed + Wave.Grace + ChangeWaveState.ClosingTime;

    private readonly SmallSeeds _seeds = new();
    private readonly FaultyTables _tables;
    private readonly Engine _engine;

    public RunPastWaveTests(EmbeddedFixture embedded)
    {
        _seeds.AddPastWave();
        _tables = new FaultyTables(embedded.Tables);
        _engine = new Engine(_tables, embedded.Queues);
    }

    [Fact]
    public async Task Everything_of_it_happens_at_the_times_that_it_declares()
    {
        await LoadAsync();
        Assert.Equal(36, await RunAsync());

        var wave = await FindAsync();
        Assert.Equal(
            (WaveState.Settled, Opened, Closed + Wave.Grace, Settled),
            (wave.State, wave.OpenedAt!.Value, wave.ClosingAt!.Value, wave.SettledAt!.Value));
        var shown = await ShownAsync(wave);
        Assert.Equal((Settled, 36), (shown.AsOf, shown.Participation.Responses));
        var progress = await _engine.Progress.ReadPartitionsAsync(wave, CancellationToken.None);
        Assert.All(progress.SelectMany(partition => partition.Schools.Values), school => Assert.Equal(Opened, school.LastReceived));
        // The app has nothing left to do with it.
        Assert.False(await _engine.Release.IsDueAsync(wave, TimeProvider.System.GetUtcNow(), CancellationToken.None));

        var release = await _engine.Results.FindReleaseAsync(wave, CancellationToken.None);
        Assert.Equal(0, await RunAsync());
        Assert.Equal(release, await _engine.Results.FindReleaseAsync(wave, CancellationToken.None));
    }

    [Theory]
    [InlineData("answers")]
    [InlineData("closing")]
    [InlineData("settling")]
    [InlineData("release")]
    public async Task A_run_that_ended_early_is_gone_on_with_and_nobody_else_answers_meanwhile(string at)
    {
        await LoadAsync();
        _tables.OnCommit = (actions, commit) => actions.Any(action => IsOf(at, action.Entity)) ? throw new StoreUnavailableException("No network.") : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(RunAsync);
        _tables.OnCommit = null;
        Assert.Equal(WaveAcceptance.Over, (await FindAsync()).AcceptanceAt(TimeProvider.System.GetUtcNow()));

        await RunAsync();

        var wave = await FindAsync();
        Assert.Equal((WaveState.Settled, Settled), (wave.State, wave.SettledAt));
        Assert.Equal(36, (await _engine.Progress.ReadAsync(wave, CancellationToken.None)).Tallied);
        Assert.Equal(Settled, (await ShownAsync(wave)).AsOf);
    }

    [Fact]
    public void Only_a_demo_wave_that_is_answered_and_over_is_past()
    {
        Assert.True(RunPastWave.IsPast(Read(), Settled));
        Assert.False(RunPastWave.IsPast(Read(), Settled.AddSeconds(-1)));
        Assert.False(RunPastWave.IsPast(Read() with { Community = null }, Settled));
        var file = _seeds.TenantFile("waves", $"{_seeds.Past}.json");
        var text = File.ReadAllText(file);
        foreach (var without in new[] { "\"demo\": true,", "\"opensAt\": \"2025-10-06 08:00\",", ", \"closesAt\": \"2025-10-31 20:00\"" })
        {
            Assert.Contains(without, text, StringComparison.Ordinal);
            File.WriteAllText(file, text.Replace(without, "", StringComparison.Ordinal));
            Assert.False(RunPastWave.IsPast(Read(), Settled), without);
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _seeds.Dispose();
    }

    private static bool IsOf(string at, TableRow row) => at switch
    {
        "answers" => row.RowKey.StartsWith("resp!", StringComparison.Ordinal),
        "closing" => row.GetString("State") == nameof(WaveState.Closing),
        "settling" => row.GetString("State") == nameof(WaveState.Settled),
        _ => row.RowKey == ResultsKeys.Latest,
    };

    private SeedWave Read() => SeedFolder.Require(_seeds.Root).Waves.Single(wave => wave.Wave.Value.Id.Value == _seeds.Past);

    private async Task LoadAsync()
    {
        await _engine.SetUpAsync(CancellationToken.None);
        var loaded = await new LoadSeeds(_engine, Actor.OfCommand("surveyctl seed")).AddAsync(SeedFolder.Require(_seeds.Root), open: true, new Steps(_ => { }), CancellationToken.None);
        Assert.Equal((3, 0), (loaded.Opened.Count, loaded.Problems.Count));
    }

    private Task<int> RunAsync() => new RunPastWave(_engine, Actor.OfCommand("surveyctl seed")).RunAsync(Read(), new Steps(_ => { }), CancellationToken.None);

    private async Task<Wave> FindAsync()
    {
        _engine.Waves.Forget(new WaveId(_seeds.Past));
        return await _engine.FindWaveAsync(_seeds.Past, CancellationToken.None);
    }

    private async Task<ShownScope> ShownAsync(Wave wave)
    {
        var release = await _engine.Results.FindReleaseAsync(wave, CancellationToken.None);
        return (await _engine.Results.FindAsync(wave, release!, wave.Root, CancellationToken.None))!;
    }
}

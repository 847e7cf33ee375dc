using SurveyEngine.Keys;
using SurveyEngine.Releases;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Releases;

public abstract class RemoveSupersededTests : IDisposable
{
    private readonly EngineFixture _stores;
    private readonly FaultyTables _tables;
    private readonly ManualTimeProvider _clock = new();
    private readonly Engine _engine;

    protected RemoveSupersededTests(EngineFixture stores)
    {
        _stores = stores;
        _tables = new FaultyTables(stores.Tables);
        _engine = stores.NewEngine(_tables, time: _clock);
    }

    public sealed class OnAzurite(AzuriteEngineFixture azurite) : RemoveSupersededTests(azurite), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : RemoveSupersededTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task A_release_is_removed_thirty_days_after_another_took_its_place_and_the_last_never()
    {
        var wave = await AnsweredAsync();
        var first = await ReleaseAsync(wave);
        _clock.Advance(TimeSpan.FromDays(100));
        await RemoveAsync(wave);
        Assert.True(await IsThereAsync(wave, first));

        var second = await ReleaseAsync(wave);
        _clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        await RemoveAsync(wave);
        Assert.True(await IsThereAsync(wave, first));

        _clock.Advance(TimeSpan.FromMinutes(1));
        await RemoveAsync(wave);
        Assert.False(await IsThereAsync(wave, first));
        Assert.True(await IsThereAsync(wave, second));

        // The block that the first one froze counts as before.
        var third = await ReleaseAsync(wave);
        var shown = await _engine.Results.FindAsync(wave.Wave, third, wave.Wave.Root, CancellationToken.None);
        Assert.Equal((20, 60), (shown!.Headline!.N, shown.Headline.Favorable));
    }

    [Fact]
    public async Task What_a_release_left_that_never_was_published_is_removed_with_those_of_its_time()
    {
        var wave = await AnsweredAsync();
        _tables.OnCommit = (actions, commit) => actions[0].Entity.RowKey == ResultsKeys.Latest ? throw new StoreUnavailableException("Gone.") : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _engine.Release.RunAsync(wave.Wave, CancellationToken.None));
        _tables.OnCommit = null;
        _clock.Advance(TimeSpan.FromDays(1));
        var published = await ReleaseAsync(wave);
        Assert.Equal(2, (await ReleasesThereAsync(wave)).Count);

        _clock.Advance(RemoveSuperseded.KeptFor);
        await RemoveAsync(wave);

        Assert.Equal([published], await ReleasesThereAsync(wave));
    }

    [Fact]
    public async Task The_release_before_there_were_blocks_stays_as_later_ones_are_held_against_it()
    {
        var wave = await AnsweredAsync();
        var before = await ReleaseAsync(wave);
        var partition = ResultsKeys.WavePartition(wave.Tenant, wave.Id);
        var row = (await _stores.Tables.GetAsync(StoreNames.Results, partition, ResultsKeys.Latest, CancellationToken.None))!;
        row["IsSettled"] = null;
        await _stores.Tables.CommitAsync(StoreNames.Results, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);
        var older = new TableRow(ResultsKeys.ScopePartition(wave.Tenant, wave.Id, "20200101000000-a", wave.Wave.Root), ResultsKeys.Page);
        await _stores.Tables.CommitAsync(StoreNames.Results, [new(RowChangeType.Add, older)], CancellationToken.None);
        await ReleaseAsync(wave);
        _clock.Advance(TimeSpan.FromDays(1));
        var last = await ReleaseAsync(wave);

        _clock.Advance(RemoveSuperseded.KeptFor);
        await RemoveAsync(wave);

        Assert.Equal([before, last], await ReleasesThereAsync(wave));
        Assert.True(await IsThereAsync(wave, before));
    }

    [Fact]
    public async Task A_removal_that_stopped_anywhere_goes_on()
    {
        var wave = await AnsweredAsync();
        await ReleaseAsync(wave);
        _clock.Advance(TimeSpan.FromDays(1));
        var last = await ReleaseAsync(wave);
        _clock.Advance(RemoveSuperseded.KeptFor);

        // Before, and after what it had done.
        foreach (var done in new[] { false, true })
        {
            var commits = 0;
            _tables.OnCommit = async (_, commit) => ++commits < 4 ? await commit()
                : done && await commit() is CommitResult.Committed ? throw new StoreUnavailableException("The reply was lost.")
                : throw new StoreUnavailableException("Gone.");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => RemoveAsync(wave));
        }
        _tables.OnCommit = null;
        await RemoveAsync(wave);

        Assert.Equal([last], await ReleasesThereAsync(wave));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _engine.Dispose();
    }

    private async Task<TestWave> AnsweredAsync()
    {
        var wave = await TestWave.OpenAsync(_engine, schools: 4);
        string[] views = ["very-favorable", "very-favorable", "very-favorable", "neither", "unfavorable"];
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _engine.Accept.AcceptAsync(
            wave.Submission(0, $$"""{"overall":"{{views[i % 5]}}","welcome":"{{(i % 2 == 0 ? "agree" : "disagree")}}"}"""))));
        return wave;
    }

    private async Task<string> ReleaseAsync(TestWave wave) => (await _engine.Release.RunAsync(wave.Wave, CancellationToken.None))!.Id;

    private Task RemoveAsync(TestWave wave) => _engine.Superseded.RunAsync(wave.Tenant, wave.Id, CancellationToken.None);

    /// <summary>The whole of it; false: nothing.</summary>
    private async Task<bool> IsThereAsync(TestWave wave, string release)
    {
        var isThere = (await ReleasesThereAsync(wave)).Contains(release);
        foreach (var scope in new[] { wave.Wave.Root, new("school-000"), new("coalition") })
            Assert.Equal(isThere, await _engine.Results.FindAsync(wave.Wave, release, scope, CancellationToken.None) is not null);
        return isThere;
    }

    /// <summary>Those of which any row is there, in either table.</summary>
    private async Task<IReadOnlyList<string>> ReleasesThereAsync(TestWave wave)
    {
        var releases = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in new[] { StoreNames.Results, StoreNames.Pages })
        {
            await foreach (var row in _stores.Tables.ScanAsync(table, $"{wave.Tenant}!{wave.Id}!", $"{wave.Tenant}!{wave.Id}\"", null, CancellationToken.None))
                releases.Add(row.PartitionKey.Split('!')[2]);
        }
        return [.. releases];
    }
}

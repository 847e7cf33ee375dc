using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Waves;

/// <summary>What those who ask for a wave or a school at the same time do to a slow store.</summary>
public sealed class WaveCacheTests(EmbeddedEngineFixture stores) : IClassFixture<EmbeddedEngineFixture>
{
    [Fact]
    public async Task A_wave_that_was_deleted_is_not_found_and_another_tenant_may_have_its_id()
    {
        var (tables, time, wave) = await OpenAsync();
        var cache = new WaveCache(tables, time);
        var school = wave.Schools[2].Id;
        Assert.NotNull(await cache.FindAsync(wave.Id, CancellationToken.None));
        Assert.NotNull(await cache.FindSchoolAsync(wave.Wave, school, CancellationToken.None));

        await DeleteAsync(WavesKeys.IndexPartition, wave.Id.Value);
        await DeleteAsync(WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave);
        time.Advance(WaveCache.StateLifetime);
        Assert.Null(await cache.FindAsync(wave.Id, CancellationToken.None));

        using var engine = stores.NewEngine();
        var other = new TenantId(AzuriteFixture.NewName("tenant-"));
        await TestWave.LoadAsync(engine, other, wave.Id, schools: 1);
        Assert.Empty((await engine.Open.OpenAsync(other, wave.Id, CancellationToken.None)).Problems);
        var found = await cache.FindAsync(wave.Id, CancellationToken.None);
        Assert.Equal(other, found?.Tenant);
        Assert.Null(await cache.FindSchoolAsync(found!, school, CancellationToken.None));

        Task DeleteAsync(string partition, string row) => stores.Tables.CommitAsync(
            StoreNames.Waves,
            [new(RowChangeType.Delete, new TableRow(partition, row), global::Azure.ETag.All)],
            CancellationToken.None);
    }

    [Fact]
    public async Task Many_who_ask_at_once_are_one_read()
    {
        var (tables, time, wave) = await OpenAsync();
        var (reads, held) = (0, new TaskCompletionSource());
        tables.OnRead = _ =>
        {
            Interlocked.Increment(ref reads);
            return held.Task;
        };
        var cache = new WaveCache(tables, time);

        var asking = Enumerable.Range(0, 500).Select(_ => cache.FindSchoolAsync(wave.Wave, wave.Schools[0].Id, CancellationToken.None)).ToList();
        held.SetResult();

        Assert.All(await Task.WhenAll(asking), school => Assert.Equal(wave.Schools[0].Id, school?.Id));
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task Who_asks_a_store_that_hangs_is_told_in_a_few_seconds_and_who_comes_later_at_once()
    {
        var (tables, time, wave) = await OpenAsync();
        var held = new TaskCompletionSource();
        tables.OnRead = _ => held.Task;
        var cache = new WaveCache(tables, time);

        var first = cache.FindAsync(wave.Id, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(4));
        var second = cache.FindAsync(wave.Id, CancellationToken.None);
        Assert.False(first.IsCompleted || second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => first);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second);
        var late = cache.FindAsync(wave.Id, CancellationToken.None);
        Assert.True(late.IsCompleted);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => late);

        tables.OnRead = null;
        held.SetResult();
        await UntilFoundAsync(cache, wave.Id);
    }

    [Fact]
    public async Task Who_gives_up_asking_does_not_end_the_read_for_the_others()
    {
        var (tables, time, wave) = await OpenAsync();
        var held = new TaskCompletionSource();
        tables.OnRead = _ => held.Task;
        var cache = new WaveCache(tables, time);
        using var gone = new CancellationTokenSource();

        var first = cache.FindAsync(wave.Id, gone.Token);
        var second = cache.FindAsync(wave.Id, CancellationToken.None);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        tables.OnRead = null;
        held.SetResult();

        Assert.NotNull(await second);
    }

    [Fact]
    public async Task A_failed_read_is_told_to_all_who_wait_and_the_next_one_reads_again()
    {
        var (tables, time, wave) = await OpenAsync();
        var held = new TaskCompletionSource();
        tables.OnRead = _ => held.Task;
        var cache = new WaveCache(tables, time);

        var asking = Enumerable.Range(0, 5).Select(_ => cache.FindAsync(wave.Id, CancellationToken.None)).ToList();
        held.SetException(new StoreUnavailableException("Away."));
        foreach (var one in asking)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => one);

        tables.OnRead = null;
        Assert.NotNull(await cache.FindAsync(wave.Id, CancellationToken.None));
    }

    private async Task<(FaultyTables Tables, ManualTimeProvider Time, TestWave Wave)> OpenAsync()
    {
        var (tables, time) = (new FaultyTables(stores.Tables), new ManualTimeProvider());
        using var engine = new Engine(tables, stores.Queues, time);
        return (tables, time, await TestWave.OpenAsync(engine));
    }

    /// <summary>The read that hung ends by itself, on another thread; then the wave is known.</summary>
    private static async Task UntilFoundAsync(WaveCache cache, WaveId id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                Assert.NotNull(await cache.FindAsync(id, patience.Token));
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
            }
        }
    }
}

using SurveyEngine.Waves;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Folding;

/// <summary>Every wave there is is folded, those of other tests too: it runs when no other test does.</summary>
[CollectionDefinition(nameof(FoldUnsettledWavesTests), DisableParallelization = true)]
public sealed class FoldUnsettledWavesCollection;

[Collection(nameof(FoldUnsettledWavesTests))]
public abstract class FoldUnsettledWavesTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : FoldUnsettledWavesTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : FoldUnsettledWavesTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task A_closed_wave_settles_when_no_late_commit_can_come_any_more()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine);
        Assert.True(await engine.States.CloseAsync(wave.Wave, CancellationToken.None));
        Assert.False(await engine.States.CloseAsync(wave.Wave, CancellationToken.None));
        // A copy of the app that has not noticed commits one more.
        await engine.Accept.AcceptAsync(wave.Submission(0));

        await engine.FoldAll.FoldAsync(CancellationToken.None);
        Assert.Equal(WaveState.Closing, (await engine.Waves.FindAsync(wave.Id, CancellationToken.None))!.State);

        time.Advance(ChangeWaveState.ClosingTime);
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        var settled = (await engine.Waves.FindAsync(wave.Id, CancellationToken.None))!;
        Assert.Equal((WaveState.Settled, time.GetUtcNow()), (settled.State, settled.SettledAt));
        var verified = await engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Equal((1, 0), (verified.Responses, verified.Pending));
    }

    [Fact]
    public async Task A_wave_settles_only_when_all_of_it_could_be_folded()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await engine.Accept.AcceptAsync(wave.Submission());
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        await engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        time.Advance(ChangeWaveState.ClosingTime);

        await using (await DamagedTally.OfAsync(stores.Tables, partition, wave.Schools[0].Id))
        {
            await Assert.ThrowsAsync<AggregateException>(() => engine.FoldAll.FoldAsync(CancellationToken.None));
            Assert.Equal(WaveState.Closing, (await engine.Waves.FindAsync(wave.Id, CancellationToken.None))!.State);
        }
        await engine.FoldAll.FoldAsync(CancellationToken.None);
        Assert.Equal(WaveState.Settled, (await engine.Waves.FindAsync(wave.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task What_a_lost_message_left_pending_is_folded()
    {
        var queues = new FaultyQueues(stores.Queues) { OnSend = () => throw new StoreUnavailableException("No queue today.") };
        using var engine = stores.NewEngine(queues: queues);
        var wave = await TestWave.OpenAsync(engine, schools: 60);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => engine.Accept.AcceptAsync(wave.Submission(i))));
        await engine.Messages.DrainAsync();
        Assert.Empty(queues.Sent);

        await engine.FoldAll.FoldAsync(CancellationToken.None);

        foreach (var partition in wave.Wave.Partitions)
        {
            var verified = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);
            Assert.Equal(0, verified.Pending);
            Assert.Empty(verified.Discrepancies);
        }
    }

    [Fact]
    public async Task A_damaged_partition_is_reported_and_keeps_no_other_from_being_folded()
    {
        using var engine = stores.NewEngine();
        var waves = new[] { await TestWave.OpenAsync(engine), await TestWave.OpenAsync(engine), await TestWave.OpenAsync(engine) };
        var damaged = waves.OrderBy(wave => wave.Id.Value, StringComparer.Ordinal).First();
        await engine.Accept.AcceptAsync(damaged.Submission());
        await engine.Fold.FoldAsync(damaged.Wave.PartitionOf(damaged.Schools[0]), CancellationToken.None);
        await using var damage = await DamagedTally.OfAsync(stores.Tables, damaged.Wave.PartitionOf(damaged.Schools[0]), damaged.Schools[0].Id);
        foreach (var wave in waves)
            await engine.Accept.AcceptAsync(wave.Submission());

        var reported = await Assert.ThrowsAsync<AggregateException>(() => engine.FoldAll.FoldAsync(CancellationToken.None));

        Assert.IsType<InvalidDataException>(Assert.Single(reported.InnerExceptions));
        foreach (var wave in waves.Except([damaged]))
        {
            var verified = await engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
            Assert.Equal((1, 0), (verified.Responses, verified.Pending));
        }
    }
}

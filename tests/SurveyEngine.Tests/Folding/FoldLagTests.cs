using SurveyEngine.Folding;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Folding;

public abstract class FoldLagTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : FoldLagTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : FoldLagTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task What_was_pending_for_long_is_reported_once_a_minute()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        // The store stamps rows by the real clock.
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow() + FoldLag.Late + TimeSpan.FromSeconds(30));
        var reports = new List<LateFold>();
        var fold = new FoldBatches(stores.Tables, engine.Waves, new FoldLag(time, reports.Add));

        await AcceptAndFoldAsync();
        var report = Assert.Single(reports);
        Assert.Equal((partition, 2), (report.Partition, report.Batches));
        Assert.InRange(report.Age, FoldLag.Late, FoldLag.Late + TimeSpan.FromSeconds(31));

        await AcceptAndFoldAsync();
        Assert.Single(reports);
        time.Advance(FoldLag.BetweenReports);
        await AcceptAndFoldAsync();
        Assert.Equal(2, reports.Count);

        async Task AcceptAndFoldAsync()
        {
            for (var batch = 0; batch < 2; batch++)
                await engine.Accept.AcceptAsync(wave.Submission());
            Assert.Equal(2, await fold.FoldAsync(partition, CancellationToken.None));
        }
    }

    [Fact]
    public async Task What_is_folded_in_time_is_not_reported()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var reports = new List<LateFold>();
        var fold = new FoldBatches(stores.Tables, engine.Waves, new FoldLag(TimeProvider.System, reports.Add));
        await engine.Accept.AcceptAsync(wave.Submission());

        Assert.Equal(1, await fold.FoldAsync(wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None));

        Assert.Empty(reports);
    }
}

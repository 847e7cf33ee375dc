using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Waves;

public abstract class PaperIdsTests(EngineFixture stores)
{
    [Fact]
    public async Task Imports_take_turns_and_the_secret_that_the_first_made_outlives_them()
    {
        var time = new ManualTimeProvider();
        using var engine = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(engine);
        Assert.Null(await PaperIds.FindAsync(stores.Tables, wave.Wave, CancellationToken.None));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TakeAsync(null)));
        var first = Assert.Single(taken, turn => turn.Ids is not null);
        Assert.All(taken, turn => Assert.Equal(first.Until, turn.Until));

        // It takes more as often as it likes; what it had says nothing any more, and ends nobody's turn.
        time.Advance(PaperImports.TurnTime / 2);
        var more = await TakeAsync(first.Until);
        Assert.Equal(first.Until + (PaperImports.TurnTime / 2), more.Until);
        await engine.Paper.EndTurnAsync(wave.Wave, first.Until, CancellationToken.None);
        Assert.Null((await TakeAsync(first.Until)).Ids);

        // It was killed; what it still had comes too late.
        time.Advance(PaperImports.TurnTime - TimeSpan.FromTicks(1));
        Assert.Null((await TakeAsync(null)).Ids);
        time.Advance(TimeSpan.FromTicks(1));
        var second = await TakeAsync(null);
        Assert.Null((await TakeAsync(more.Until)).Ids);

        await engine.Paper.EndTurnAsync(wave.Wave, second.Until, CancellationToken.None);
        Assert.Null((await TakeAsync(more.Until)).Ids);
        var third = await TakeAsync(null);
        Assert.Equal(first.Ids!.Of("12"), third.Ids!.Of("12"));
        var other = await TestWave.OpenAsync(engine);
        Assert.NotEqual(third.Ids.Of("12"), (await engine.Paper.TakeTurnAsync(other.Wave, null, CancellationToken.None)).Ids!.Of("12"));

        // It has the wave as it is then: schools may have come in.
        var row = (await stores.Tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, CancellationToken.None))!;
        row["Buckets"] = 2;
        await stores.Tables.CommitAsync(StoreNames.Waves, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);
        Assert.Equal((1, 2), (third.Wave.Buckets, (await TakeAsync(third.Until)).Wave.Buckets));

        Task<PaperTurn> TakeAsync(DateTimeOffset? mine) => engine.Paper.TakeTurnAsync(wave.Wave, mine, CancellationToken.None);
    }

    [Fact]
    public async Task A_sheet_has_the_same_id_however_it_is_written_and_by_every_version_of_the_app()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var row = await stores.Tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, CancellationToken.None);
        row!["PaperSecret"] = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        await stores.Tables.CommitAsync(StoreNames.Waves, [new(RowChangeType.UpdateReplace, row, row.ETag)], CancellationToken.None);

        var ids = (await PaperIds.FindAsync(stores.Tables, wave.Wave, CancellationToken.None))!;

        // As Python's hmac and uuid make them.
        Assert.All(["A-7", " a-7", "a - 7\u200B", "\uFF41\u2013\uFF17", "A\u22127"], sheet => Assert.Equal("b198251e-1e8f-4174-81d6-74f0d8343de8", ids.Of(sheet).ToString()));
        Assert.All(["12", "0012 ", "12.0", "012.", "\u0661\u0662", "\uFF11\uFF12"], sheet => Assert.Equal("e5473de7-d62b-4e8c-b84a-80c90828ccfa", ids.Of(sheet).ToString()));
        Assert.Equal(("", "0"), (PaperIds.Normalize(" \u200B"), PaperIds.Normalize("000")));
        Assert.NotEqual(ids.Of("A-07"), ids.Of("A-7"));
        Assert.Equal(("12.5", "A.0", "."), (PaperIds.Normalize("12.5"), PaperIds.Normalize("a.0"), PaperIds.Normalize(".")));
        Assert.True(ResponseId.TryParse(ids.Of("12").ToString(), out _));
    }

    public sealed class OnAzurite(AzuriteEngineFixture stores) : PaperIdsTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : PaperIdsTests(stores), IClassFixture<EmbeddedEngineFixture>;
}

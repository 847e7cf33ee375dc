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
    public async Task Of_several_that_make_a_waves_secret_at_once_one_counts_and_it_outlives_the_waves_states()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        Assert.Null(await PaperIds.FindAsync(stores.Tables, wave.Wave, CancellationToken.None));

        var made = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => PaperIds.FindOrMakeAsync(stores.Tables, wave.Wave, CancellationToken.None)));

        var id = Assert.Single(made.Select(ids => ids.Of("12")).Distinct());
        Assert.True(await engine.States.CloseAsync(await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None), CancellationToken.None));
        Assert.Equal(id, (await PaperIds.FindAsync(stores.Tables, wave.Wave, CancellationToken.None))!.Of("12"));
        var other = await TestWave.OpenAsync(engine);
        Assert.NotEqual(id, (await PaperIds.FindOrMakeAsync(stores.Tables, other.Wave, CancellationToken.None)).Of("12"));
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
        Assert.All(["A-7", " a-7", "a - 7\u200B"], sheet => Assert.Equal("b198251e-1e8f-4174-81d6-74f0d8343de8", ids.Of(sheet).ToString()));
        Assert.All(["12", "0012 "], sheet => Assert.Equal("e5473de7-d62b-4e8c-b84a-80c90828ccfa", ids.Of(sheet).ToString()));
        Assert.Equal(("", "0"), (PaperIds.Normalize(" \u200B"), PaperIds.Normalize("000")));
        Assert.NotEqual(ids.Of("A-07"), ids.Of("A-7"));
        Assert.True(ResponseId.TryParse(ids.Of("12").ToString(), out _));
    }

    public sealed class OnAzurite(AzuriteEngineFixture stores) : PaperIdsTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : PaperIdsTests(stores), IClassFixture<EmbeddedEngineFixture>;
}

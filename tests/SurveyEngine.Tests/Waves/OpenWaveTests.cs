using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace SurveyEngine.Tests.Waves;

public abstract class OpenWaveTests(EngineFixture stores)
{
    public sealed class OnAzurite(AzuriteEngineFixture stores) : OpenWaveTests(stores), IClassFixture<AzuriteEngineFixture>;

    public sealed class OnEmbedded(EmbeddedEngineFixture stores) : OpenWaveTests(stores), IClassFixture<EmbeddedEngineFixture>;

    [Fact]
    public async Task A_wave_pins_its_schools_in_buckets_of_50_in_path_order()
    {
        using var engine = stores.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 120);

        Assert.Equal((3, 120, "network"), (wave.Wave.Buckets, wave.Wave.Schools, wave.Wave.Root.Value));
        Assert.Equal(WaveState.Open, wave.Wave.State);
        Assert.Equal([0, 0, 1, 1, 2, 2], new[] { 0, 49, 50, 99, 100, 119 }.Select(i => wave.Schools[i].Bucket));
        Assert.Equal("School 119", wave.Schools[119].Name);
    }

    [Fact]
    public async Task Opening_twice_or_twice_at_once_changes_nothing()
    {
        using var engine = stores.NewEngine();
        var (tenant, id) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));
        await TestWave.LoadAsync(engine, tenant, id, schools: 3);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => engine.Open.OpenAsync(tenant, id, CancellationToken.None)));
        var again = await engine.Open.OpenAsync(tenant, id, CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.Empty(outcome.Problems));
        Assert.Single(outcomes, outcome => outcome.Value == WaveOpening.Opened);
        Assert.Equal(WaveOpening.WasOpen, again.Value);
    }

    [Fact]
    public async Task A_wave_whose_opening_died_is_not_open_and_opens_with_the_organisations_of_now()
    {
        var tables = new FaultyTables(stores.Tables);
        using var engine = stores.NewEngine(tables);
        var (tenant, id) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));
        await TestWave.LoadAsync(engine, tenant, id, schools: 5);
        tables.OnCommit = (actions, commit) => actions[0].Entity.RowKey == WavesKeys.Wave
            ? throw new StoreUnavailableException("The process died here.")
            : commit();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => engine.Open.OpenAsync(tenant, id, CancellationToken.None));
        Assert.Equal(WaveState.Draft, (await engine.Waves.FindAsync(id, CancellationToken.None))?.State);

        tables.OnCommit = null;
        await TestWave.LoadAsync(engine, tenant, id, schools: 2);
        await engine.Open.OpenAsync(tenant, id, CancellationToken.None);

        var wave = await engine.Waves.RequireAsync(tenant, id, CancellationToken.None);
        Assert.Equal(2, wave.Schools);
        Assert.Null(await engine.Waves.FindSchoolAsync(wave, new SchoolId("school-004"), CancellationToken.None));
    }

    [Fact]
    public async Task A_wave_id_belongs_to_the_tenant_that_took_it_first()
    {
        using var engine = stores.NewEngine();
        var first = await TestWave.OpenAsync(engine);
        var other = new TenantId(AzuriteFixture.NewName("tenant-"));

        Assert.False(await engine.Index.ClaimAsync(first.Id, other, CancellationToken.None));
        Assert.True(await engine.Index.ClaimAsync(first.Id, first.Tenant, CancellationToken.None));

        await Assert.ThrowsAsync<UnknownWaveException>(() => engine.Waves.RequireAsync(other, first.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_wave_that_is_loaded_and_not_opened_is_a_draft_of_its_tenant()
    {
        using var engine = stores.NewEngine();
        var (tenant, id) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));
        await TestWave.LoadAsync(engine, tenant, id, schools: 1);

        var draft = await engine.Waves.FindAsync(id, CancellationToken.None);

        Assert.Equal((WaveState.Draft, tenant, 0), (draft!.State, draft.Tenant, draft.Buckets));
        await engine.Open.OpenAsync(tenant, id, CancellationToken.None);
        Assert.Equal(WaveState.Open, (await engine.Waves.FindAsync(id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        using var engine = stores.NewEngine();
        var (tenant, id) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));

        Assert.Contains("no tenant", Assert.Single((await engine.Open.OpenAsync(tenant, id, CancellationToken.None)).Problems).Message, StringComparison.Ordinal);
        await TestWave.LoadAsync(engine, tenant, id, schools: 1, settings: """,  "under":"nowhere" """);
        Assert.Contains("nowhere", Assert.Single((await engine.Open.OpenAsync(tenant, id, CancellationToken.None)).Problems).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no wave", Assert.Single((await engine.Open.OpenAsync(tenant, new WaveId("other"), CancellationToken.None)).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wave_under_a_node_begins_there()
    {
        using var engine = stores.NewEngine();
        var (tenant, id) = (new TenantId(AzuriteFixture.NewName("tenant-")), new WaveId(AzuriteFixture.NewName("wave-")));
        await TestWave.LoadAsync(engine, tenant, id, schools: 4, settings: ""","under":"district-b" """);

        await engine.Open.OpenAsync(tenant, id, CancellationToken.None);

        var wave = await engine.Waves.RequireAsync(tenant, id, CancellationToken.None);
        Assert.Equal(("district-b", 2), (wave.Root.Value, wave.Schools));
        Assert.Null(await engine.Waves.FindSchoolAsync(wave, new SchoolId("school-000"), CancellationToken.None));
    }

    [Fact]
    public async Task The_state_of_a_wave_is_read_again_after_its_lifetime_and_not_before()
    {
        var time = new ManualTimeProvider();
        using var here = stores.NewEngine(time: time);
        using var elsewhere = stores.NewEngine(time: time);
        var wave = await TestWave.OpenAsync(here);
        await elsewhere.States.CloseAsync(wave.Wave, CancellationToken.None);

        time.Advance(WaveCache.StateLifetime - TimeSpan.FromTicks(1));
        Assert.Equal(WaveState.Open, (await here.Waves.FindAsync(wave.Id, CancellationToken.None))!.State);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(WaveState.Closing, (await here.Waves.FindAsync(wave.Id, CancellationToken.None))!.State);
    }
}

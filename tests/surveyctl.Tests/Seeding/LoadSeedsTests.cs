using Surveyctl.Output;
using Surveyctl.Seeding;

using SurveyEngine.Auditing;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;

namespace Surveyctl.Tests.Seeding;

public sealed class LoadSeedsTests : IClassFixture<EmbeddedFixture>, IDisposable
{
    private readonly SmallSeeds _seeds = new();
    private readonly FaultyTables _tables;
    private readonly IQueueStore _queues;

    public LoadSeedsTests(EmbeddedFixture embedded) => (_tables, _queues) = (new FaultyTables(embedded.Tables), embedded.Queues);

    [Fact]
    public async Task A_tenant_whose_organisations_the_storage_does_not_take_is_not_there()
    {
        using var engine = Engine.Over(new Troubled(_tables, _queues));
        await engine.SetUpAsync(CancellationToken.None);
        _tables.OnCommit = (actions, commit) => actions.Any(action => action.Entity.GetString("Path") is not null)
            ? throw new StoreUnavailableException("No network.")
            : commit();

        await Assert.ThrowsAsync<StoreUnavailableException>(LoadAsync);
        Assert.Null(await engine.Definitions.FindTenantAsync(new TenantId(_seeds.Tenant), CancellationToken.None));

        _tables.OnCommit = null;
        await LoadAsync();
        Assert.NotNull(await engine.Definitions.FindTenantAsync(new TenantId(_seeds.Tenant), CancellationToken.None));

        Task LoadAsync() =>
            new LoadSeeds(engine, Actor.OfCommand("surveyctl seed")).AddAsync(SeedFolder.Require(_seeds.Root), open: false, new Steps(_ => { }), CancellationToken.None);
    }

    [Fact]
    public async Task What_is_new_is_added_and_what_is_stored_stays_and_is_told()
    {
        using var engine = Engine.Over(new Troubled(_tables, _queues));
        await engine.SetUpAsync(CancellationToken.None);
        await LoadAsync();
        foreach (var (file, before, after) in new[]
        {
            (_seeds.TenantFile("organisations.csv"), "Birch School", "Birch Academy"),
            (_seeds.File("surveys", "family-climate.v1.json"), "Family survey about your school", "Corrected"),
        })
        {
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(before, after, StringComparison.Ordinal));
        }
        var wave = await File.ReadAllTextAsync(_seeds.TenantFile("waves", $"{_seeds.Families}.json"));
        _seeds.Write(["waves", "another.json"], wave.Replace(_seeds.Families, $"another-{_seeds.Tenant}", StringComparison.Ordinal));
        File.Move(_seeds.TenantFile("waves", "another.json"), _seeds.TenantFile("waves", $"another-{_seeds.Tenant}.json"));

        var loaded = await LoadAsync();

        Assert.Equal(["another"], loaded.Opened.Select(opened => opened.Value.Split('-')[0]));
        Assert.Equal(["pinned survey family-climate version 1", "changed school birch"], loaded.Tenants[0].Changes
            .Where(change => change.NeedsReplace).Select(change => $"{change.TypeName} {change.Subject}").OrderDescending());
        // Answers to another survey than the wave has would not fit it.
        Assert.DoesNotContain(loaded.Waves, seed => seed.Survey.Value.Id.Value == "family-climate");
        var stored = await engine.Definitions.ReadOrganisationsAsync(new TenantId(_seeds.Tenant), CancellationToken.None);
        Assert.Contains(stored.Organisations, row => row.Name == "Birch School");

        Task<LoadedSeeds> LoadAsync() =>
            new LoadSeeds(engine, Actor.OfCommand("surveyctl seed")).AddAsync(SeedFolder.Require(_seeds.Root), open: true, new Steps(_ => { }), CancellationToken.None);
    }

    public void Dispose() => _seeds.Dispose();

    private sealed class Troubled(ITableStore tables, IQueueStore queues) : IStorage
    {
        public ITableStore Tables => tables;

        public IQueueStore Queues => queues;

        public string Description => "A storage with a bad network";

        public void Dispose()
        {
        }
    }
}

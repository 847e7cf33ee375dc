using Surveyctl.Output;
using Surveyctl.Seeding;

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
            new LoadSeeds(engine).LoadAsync(SeedFolder.Require(_seeds.Root), open: false, new Steps(_ => { }), CancellationToken.None);
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

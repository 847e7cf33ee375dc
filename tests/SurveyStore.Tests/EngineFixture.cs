using SurveyStore.Contract;

using TestSupport;

namespace SurveyStore.Tests;

/// <summary>The product's tables and queues on one Azurite; every test has a tenant and a wave of its own in them.</summary>
public sealed class EngineFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public ITableStore Tables => azurite.Tables;

    public IQueueStore Queues => azurite.Queues;

    public AzuriteFixture Azurite => azurite;

    public Engine NewEngine(ITableStore? tables = null, IQueueStore? queues = null, TimeProvider? time = null) =>
        new(tables ?? Tables, queues ?? Queues, time);

    public async ValueTask InitializeAsync() => await Engine.CreateTablesAndQueuesAsync(Tables, Queues);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

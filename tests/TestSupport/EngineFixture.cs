using SurveyStorage;

namespace TestSupport;

/// <summary>
/// The product's tables and queues on one store; every test has a tenant and a wave of its own in them. The engine's tests are
/// abstract classes with a nested class for each of the two stores.
/// </summary>
public abstract class EngineFixture : IAsyncLifetime
{
    public abstract ITableStore Tables { get; }

    public abstract IQueueStore Queues { get; }

    public Engine NewEngine(ITableStore? tables = null, IQueueStore? queues = null, TimeProvider? time = null) =>
        new(tables ?? Tables, queues ?? Queues, time);

    public async ValueTask InitializeAsync()
    {
        using var engine = NewEngine();
        await engine.SetUpAsync();
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

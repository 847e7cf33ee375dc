using SurveyStorage;

namespace TestSupport;

public sealed class EmbeddedEngineFixture : EngineFixture
{
    private readonly EmbeddedFixture _embedded = new();

    public override ITableStore Tables => _embedded.Tables;

    public override IQueueStore Queues => _embedded.Queues;

    public override ValueTask DisposeAsync()
    {
        _embedded.Dispose();
        return base.DisposeAsync();
    }
}

using SurveyStorage;

namespace TestSupport;

public sealed class AzuriteEngineFixture(AzuriteFixture azurite) : EngineFixture
{
    public override ITableStore Tables => azurite.Tables;

    public override IQueueStore Queues => azurite.Queues;

    public AzuriteFixture Azurite => azurite;
}

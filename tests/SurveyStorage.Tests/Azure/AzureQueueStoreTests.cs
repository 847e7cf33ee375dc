using SurveyStorage.Tests.Contract;

using TestSupport;

namespace SurveyStorage.Tests.Azure;

public sealed class AzureQueueStoreTests(AzuriteFixture azurite) : QueueStoreContract
{
    protected override IQueueStore Store => azurite.Queues;
}

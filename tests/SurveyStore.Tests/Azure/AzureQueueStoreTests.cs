using SurveyStore.Contract;
using SurveyStore.Tests.Contract;

using TestSupport;

namespace SurveyStore.Tests.Azure;

public sealed class AzureQueueStoreTests(AzuriteFixture azurite) : QueueStoreContract
{
    protected override IQueueStore Store => azurite.Queues;
}

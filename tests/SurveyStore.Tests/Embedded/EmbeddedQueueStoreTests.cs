using SurveyStore.Contract;
using SurveyStore.Tests.Contract;

using TestSupport;

namespace SurveyStore.Tests.Embedded;

public sealed class EmbeddedQueueStoreTests(EmbeddedFixture embedded) : QueueStoreContract, IClassFixture<EmbeddedFixture>
{
    protected override IQueueStore Store => embedded.Queues;
}

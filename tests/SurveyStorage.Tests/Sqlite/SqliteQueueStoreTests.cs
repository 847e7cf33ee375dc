using SurveyStorage.Tests.Contract;

using TestSupport;

namespace SurveyStorage.Tests.Sqlite;

public sealed class SqliteQueueStoreTests(EmbeddedFixture embedded) : QueueStoreContract, IClassFixture<EmbeddedFixture>
{
    protected override IQueueStore Store => embedded.Queues;
}

using SurveyStorage.Tests.Contract;

using TestSupport;

namespace SurveyStorage.Tests.Azure;

public sealed class AzureSeveralProcessesTests(AzuriteFixture azurite) : SeveralProcessesContract
{
    protected override ITableStore Tables => azurite.Tables;

    protected override IQueueStore Queues => azurite.Queues;

    protected override string Place => $"azure:{azurite.ConnectionString}";
}

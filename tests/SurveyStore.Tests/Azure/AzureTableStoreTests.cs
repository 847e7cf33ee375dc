using SurveyStore.Contract;
using SurveyStore.Tests.Contract;

using TestSupport;

namespace SurveyStore.Tests.Azure;

public sealed class AzureTableStoreTests(AzuriteFixture azurite) : TableStoreContract
{
    protected override ITableStore Store => azurite.Tables;
}

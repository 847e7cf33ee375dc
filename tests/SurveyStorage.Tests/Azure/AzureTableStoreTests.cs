using SurveyStorage.Tests.Contract;

using TestSupport;

namespace SurveyStorage.Tests.Azure;

public sealed class AzureTableStoreTests(AzuriteFixture azurite) : TableStoreContract
{
    protected override ITableStore Store => azurite.Tables;
}

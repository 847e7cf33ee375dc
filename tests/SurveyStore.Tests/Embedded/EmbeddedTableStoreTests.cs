using SurveyStore.Contract;
using SurveyStore.Tests.Contract;

using TestSupport;

namespace SurveyStore.Tests.Embedded;

public sealed class EmbeddedTableStoreTests(EmbeddedFixture embedded) : TableStoreContract, IClassFixture<EmbeddedFixture>
{
    protected override ITableStore Store => embedded.Tables;
}

using SurveyStorage.Tests.Contract;

using TestSupport;

namespace SurveyStorage.Tests.Sqlite;

public sealed class SqliteTableStoreTests(EmbeddedFixture embedded) : TableStoreContract, IClassFixture<EmbeddedFixture>
{
    protected override ITableStore Store => embedded.Tables;
}

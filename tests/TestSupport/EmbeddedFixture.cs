using SurveyStorage;
using SurveyStorage.Sqlite;

namespace TestSupport;

/// <summary>An embedded store in a folder of its own, for the tests of one class; each with names of its own.</summary>
public sealed class EmbeddedFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyfunctions-embedded-");

    public EmbeddedFixture() => Storage = SqliteStorage.Open(File, TimeProvider.System);

    public string File => Path.Combine(_folder.FullName, SqliteStorage.FileName);

    public SqliteStorage Storage { get; }

    public ITableStore Tables => Storage.Tables;

    public IQueueStore Queues => Storage.Queues;

    public void Dispose()
    {
        Storage.Dispose();
        _folder.Delete(recursive: true);
    }
}

using Surveyctl.Local;

using SurveyStorage;
using SurveyStorage.Azure;

namespace TestSupport;

/// <summary>
/// One Azurite for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>, then a
/// constructor parameter. Tests run in parallel on it, each with names of its own.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("surveyfunctions-azurite-");
    private AzuriteProcess? _azurite;
    private AzureStorage? _storage;

    public string ConnectionString => Azurite.ConnectionString;

    public ITableStore Tables => Storage.Tables;

    public IQueueStore Queues => Storage.Queues;

    public AzuriteProcess Azurite => _azurite ?? throw new InvalidOperationException("Azurite is not running.");

    private AzureStorage Storage => _storage ?? throw new InvalidOperationException("Azurite is not running.");

    /// <summary>A name that no other test has, fit for a table, a queue and a tenant.</summary>
    public static string NewName(string prefix = "t") => $"{prefix}{Guid.NewGuid():n}";

    public async Task<string> CreateTableAsync()
    {
        var table = NewName();
        await Tables.CreateTableAsync(table, CancellationToken.None);
        return table;
    }

    public async Task<string> CreateQueueAsync()
    {
        var queue = NewName("q");
        await Queues.CreateQueueAsync(queue, CancellationToken.None);
        return queue;
    }

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteProcess.StartAsync(
            new AzuriteOptions { ToolsFolder = Repository.Path("tools", "azurite"), DataFolder = _data.FullName },
            CancellationToken.None);
        _storage = AzureStorage.Connect(new AzureStorageOptions { ConnectionString = _azurite.ConnectionString });
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _data.Delete(recursive: true);
    }
}

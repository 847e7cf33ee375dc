using Storms.Faults;

using Surveyctl.Local;

using SurveyStorage;
using SurveyStorage.Azure;

using TestSupport;

namespace Storms.Stores;

/// <summary>An Azurite of its own behind two proxies, one for tables and one for queues.</summary>
internal sealed class AzuriteStormStore : IStormStore
{
    private readonly StorageProxy _tables;
    private readonly StorageProxy _queues;
    private readonly FaultLog _log;
    private readonly AzuriteOptions _options;
    private AzuriteProcess _azurite;

    private AzuriteStormStore(string folder, AzuriteOptions options, AzuriteProcess azurite, StorageProxy tables, StorageProxy queues, FaultLog log)
    {
        Folder = folder;
        _azurite = azurite;
        _tables = tables;
        _queues = queues;
        _log = log;
        // From now on always on the ports that it got.
        _options = options with
        {
            BlobPort = azurite.BlobEndpoint.Port,
            QueuePort = azurite.QueueEndpoint.Port,
            TablePort = azurite.TableEndpoint.Port,
        };
        Storage = AzureStorage.Connect(new AzureStorageOptions { ConnectionString = azurite.ConnectionString });
        var through = queues.Through(tables.Through(azurite.ConnectionString));
        AppSettings = AppProcess.Standalone(through, works: true);
        Address = OpenStore.AddressOfAccount(through);
    }

    public string Folder { get; }

    public IStorage Storage { get; }

    public IReadOnlyDictionary<string, string> AppSettings { get; }

    public string Address { get; }

    public static async Task<AzuriteStormStore> CreateAsync(string folder, StormPlan plan, FaultLog log)
    {
        var options = new AzuriteOptions { ToolsFolder = Repository.Path("tools", "azurite"), DataFolder = folder };
        var azurite = await AzuriteProcess.StartAsync(options, CancellationToken.None);
        try
        {
            var tables = await StorageProxy.StartAsync(azurite.TableEndpoint, FaultOdds.OfTables(plan), plan.Random(stream: 11), log);
            var queues = await StorageProxy.StartAsync(azurite.QueueEndpoint, FaultOdds.OfQueues(plan), plan.Random(stream: 12), log);
            return new AzuriteStormStore(folder, options, azurite, tables, queues, log);
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    public void BeginFaults()
    {
        _tables.IsFaulty = true;
        _queues.IsFaulty = true;
    }

    public async Task EndFaultsAsync()
    {
        _tables.IsFaulty = false;
        _queues.IsFaulty = false;
        await _tables.DrainAsync();
        await _queues.DrainAsync();
    }

    public async Task RunAsync(StormEvent what, Random random, CancellationToken cancellationToken)
    {
        if (what != StormEvent.RestartStorage)
            throw new ArgumentOutOfRangeException(nameof(what), what, "Not an event of this store.");
        var pause = TimeSpan.FromMilliseconds(random.Next(0, 1500));
        await _azurite.DisposeAsync();
        await Task.Delay(pause, cancellationToken);
        _azurite = await AzuriteProcess.StartAsync(_options, cancellationToken);
        _log.Happened("storage-restarted");
    }

    public async ValueTask DisposeAsync()
    {
        Storage.Dispose();
        await _tables.DisposeAsync();
        await _queues.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}

using Surveyctl.Local;

using SurveyStorage;
using SurveyStorage.Azure;
using SurveyStorage.Sqlite;

using TestSupport;

namespace Benchmarks.Running;

/// <summary>A store of its own with the product's tables and queues, gone when it is disposed.</summary>
internal sealed class FreshStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private IStorage? _storage;
    private Engine? _engine;

    private FreshStore(StoreKind kind) => Kind = kind;

    public StoreKind Kind { get; }

    public AzuriteProcess? Azurite { get; private set; }

    /// <summary>Of the embedded store.</summary>
    public string File => _folder.File("surveys.db");

    public Engine Engine => _engine ?? throw new InvalidOperationException("The store is closed in this process.");

    /// <summary>As a worker process takes it.</summary>
    public string Place => Kind == StoreKind.Embedded ? $"embedded:{File}" : $"azure:{Azurite!.ConnectionString}";

    public static async Task<FreshStore> StartAsync(StoreKind kind)
    {
        var store = new FreshStore(kind);
        if (kind == StoreKind.Azurite)
        {
            store.Azurite = await AzuriteProcess.StartAsync(
                new AzuriteOptions { ToolsFolder = Repository.Path("tools", "azurite"), DataFolder = store._folder.FullName },
                CancellationToken.None);
        }
        store.Open();
        await store.Engine.SetUpAsync();
        return store;
    }

    public static IStorage Open(string place) => place.Split(':', 2) switch
    {
        ["embedded", var file] => SqliteStorage.Open(file, TimeProvider.System),
        ["azure", var connection] => AzureStorage.Connect(new AzureStorageOptions { ConnectionString = connection }),
        _ => throw new ArgumentException($"There is no such place: {place}", nameof(place)),
    };

    public void Open()
    {
        _storage = Open(Place);
        _engine = new Engine(_storage.Tables, _storage.Queues);
    }

    /// <summary>This process lets go of it: processes that share a file wait for each other.</summary>
    public void Close()
    {
        _engine?.Dispose();
        _storage?.Dispose();
        (_engine, _storage) = (null, null);
    }

    /// <summary>The same rows in a file of their own; this process has closed the store.</summary>
    public string Copy(string name)
    {
        var copy = _folder.File(name);
        System.IO.File.Copy(File, copy, overwrite: true);
        return $"embedded:{copy}";
    }

    /// <param name="connectionString">Another way to the same account; null: the straight one.</param>
    public Dictionary<string, string> AppSettings(string? connectionString = null) => Kind == StoreKind.Embedded
        ? AppProcess.Embedded(File, works: true)
        : AppProcess.Standalone(connectionString ?? Azurite!.ConnectionString, works: true);

    public async ValueTask DisposeAsync()
    {
        Close();
        if (Azurite is not null)
            await Azurite.DisposeAsync();
        _folder.Dispose();
    }
}

namespace Surveyctl.Local;

/// <summary>Where a local run keeps its data.</summary>
internal enum LocalStoreKind
{
    /// <summary>One file: needs nothing but the .NET SDK.</summary>
    Embedded,

    /// <summary>The emulator of Azure storage, the product's own form: needs Node.js.</summary>
    Azurite,
}

/// <summary>How everything is run on this machine.</summary>
internal sealed record UpOptions
{
    /// <summary>Created if missing.</summary>
    public required string Data { get; init; }

    /// <summary>Where the data is kept.</summary>
    public LocalStoreKind Storage { get; init; }

    /// <summary>Remove the data of earlier runs first.</summary>
    public required bool IsFresh { get; init; }

    /// <summary>Of the app; 0: any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Null: nothing is loaded.</summary>
    public required string? Seeds { get; init; }
}

/// <summary>The storage of a local run: a file in its folder, or an Azurite of its own that keeps its data there.</summary>
internal sealed class LocalStore : IAsyncDisposable
{
    private readonly AzuriteProcess? _azurite;

    private LocalStore(LocalStoreKind kind, StorageLocation location, string path, AzuriteProcess? azurite)
    {
        Kind = kind;
        Location = location;
        Path = path;
        _azurite = azurite;
    }

    public LocalStoreKind Kind { get; }

    public StorageLocation Location { get; }

    /// <summary>The file, or Azurite's folder.</summary>
    public string Path { get; }

    /// <summary>Completes when the storage has ended, asked to or not; a file never does.</summary>
    public Task Exited => _azurite?.Exited ?? Task.Delay(Timeout.Infinite);

    /// <exception cref="NodeException">Azurite is asked for, and Node.js is missing or too old.</exception>
    public static async Task<LocalStore> StartAsync(LocalStoreKind kind, DataFolder data, Steps steps, CancellationToken cancellationToken)
    {
        if (kind == LocalStoreKind.Embedded)
            return new LocalStore(kind, new StorageLocation.Embedded(data.EmbeddedFile), data.EmbeddedFile, azurite: null);
        using var step = steps.Begin("Starting Azurite (the first time installs it)");
        var azurite = await AzuriteProcess.StartAsync(
            new AzuriteOptions { ToolsFolder = System.IO.Path.Combine(RepositoryFolder.Find(), "tools", "azurite"), DataFolder = data.Azurite },
            cancellationToken);
        return new LocalStore(kind, new StorageLocation.Azure(azurite.ConnectionString), data.Azurite, azurite);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}

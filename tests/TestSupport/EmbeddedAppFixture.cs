using TestSupport.Waves;

namespace TestSupport;

/// <summary>
/// An embedded store with the product's tables and queues, a copy of the app that works the queue on it, and the engine beside it,
/// in a process of its own: the tests'.
/// </summary>
public sealed class EmbeddedAppFixture : IAsyncLifetime
{
    private readonly EmbeddedFixture _store = new();
    private AppProcess? _app;
    private Engine? _engine;

    public AppProcess App => _app ?? throw new InvalidOperationException("The app does not run.");

    /// <summary>Of the store, for one more copy of the app with settings of its own.</summary>
    public string File => _store.File;

    public Engine Engine => _engine ?? throw new InvalidOperationException("The store is not set up.");

    public Task<TestWave> OpenWaveAsync(int schools = 3) => TestWave.OpenAsync(Engine, schools);

    /// <summary>One more copy on the same file.</summary>
    public Task<AppProcess> StartAppAsync() => AppProcess.StartAsync(AppProcess.Embedded(_store.File, works: true));

    public async ValueTask InitializeAsync()
    {
        _engine = new Engine(_store.Tables, _store.Queues);
        await _engine.SetUpAsync();
        _app = await StartAppAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _engine?.Dispose();
        _store.Dispose();
    }
}

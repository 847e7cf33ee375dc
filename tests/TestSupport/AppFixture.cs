using Surveys.Definitions;
using Surveys.Ids;

using SurveyStorage;

using TestSupport.FunctionsHost;
using TestSupport.Waves;

namespace TestSupport;

/// <summary>
/// An Azurite with the product's tables and queues, the app on it in both of its forms, and the engine beside them, with which
/// tests open waves and look at what was stored. Neither app works the queue or the timers: a test that wants that starts its own.
/// </summary>
public sealed class AppFixture : IAsyncLifetime
{
    private AppProcess? _standalone;
    private EmulatedFunctionsHost? _hosted;
    private Engine? _engine;

    private readonly Lazy<Task<TestWave>> _untouched;

    public AppFixture() => _untouched = new Lazy<Task<TestWave>>(() => OpenWaveAsync());

    public AzuriteFixture Azurite { get; } = new();

    public AppProcess Standalone => _standalone ?? throw new InvalidOperationException("The app does not run.");

    /// <summary>Under the Functions host.</summary>
    public EmulatedFunctionsHost Hosted => _hosted ?? throw new InvalidOperationException("The app does not run.");

    public Engine Engine => _engine ?? throw new InvalidOperationException("Azurite does not run.");

    public Task<TestWave> OpenWaveAsync(
        int schools = 3, Audience audience = Audience.Family, string? settings = null, Population? population = null) =>
        TestWave.OpenAsync(Engine, schools, audience, settings, population);

    /// <summary>A wave that has not opened.</summary>
    public async Task<WaveId> LoadWaveAsync()
    {
        var wave = new WaveId(AzuriteFixture.NewName("wave-"));
        await TestWave.LoadAsync(Engine, new TenantId(AzuriteFixture.NewName("tenant-")), wave, schools: 1);
        return wave;
    }

    /// <summary>A wave that the night after its opening found open: the nightly rollup owes it a release.</summary>
    public async Task<TestWave> OpenWaveBeforeLastNightAsync()
    {
        using var earlier = new Engine(Azurite.Tables, Azurite.Queues, new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-2)));
        return await TestWave.OpenAsync(earlier);
    }

    /// <summary>One open wave for all tests of requests that store nothing.</summary>
    public Task<TestWave> UntouchedWaveAsync() => _untouched.Value;

    /// <summary>Every response row of the wave.</summary>
    public Task<IReadOnlyList<TableRow>> ResponsesAsync(TestWave wave) => wave.ResponsesAsync(Engine);

    public async ValueTask InitializeAsync()
    {
        await Azurite.InitializeAsync();
        _engine = new Engine(Azurite.Tables, Azurite.Queues);
        await _engine.SetUpAsync();
        _standalone = await AppProcess.StartAsync(AppProcess.Standalone(Azurite.ConnectionString));
        _hosted = await EmulatedFunctionsHost.StartAsync(AppProcess.UnderFunctionsHost(Azurite.ConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        if (_hosted is not null)
            await _hosted.DisposeAsync();
        if (_standalone is not null)
            await _standalone.DisposeAsync();
        _engine?.Dispose();
        await Azurite.DisposeAsync();
    }
}

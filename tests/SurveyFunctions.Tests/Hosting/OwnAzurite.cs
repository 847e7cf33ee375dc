using TestSupport;
using TestSupport.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting;

/// <summary>An Azurite for one class of tests that fill it, or its queue, with what others should not see. No app runs on it.</summary>
public sealed class OwnAzurite : IAsyncLifetime
{
    private Engine? _engine;

    public AzuriteFixture Azurite { get; } = new();

    public Engine Engine => _engine ?? throw new InvalidOperationException("Azurite does not run.");

    /// <summary>The app with this proxy between it and its tables.</summary>
    public Task<AppProcess> StartAppAsync(FaultyProxy proxy) =>
        AppProcess.StartAsync(AppProcess.Standalone(proxy.Through(Azurite.ConnectionString)));

    /// <summary>The same under the Functions host.</summary>
    public Task<EmulatedFunctionsHost> StartHostAsync(FaultyProxy proxy) =>
        EmulatedFunctionsHost.StartAsync(AppProcess.UnderFunctionsHost(proxy.Through(Azurite.ConnectionString)));

    public FaultyProxy NewProxy() => new(Azurite.Azurite.TableEndpoint);

    public async ValueTask InitializeAsync()
    {
        await Azurite.InitializeAsync();
        _engine = new Engine(Azurite.Tables, Azurite.Queues);
        await _engine.SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _engine?.Dispose();
        await Azurite.DisposeAsync();
    }
}

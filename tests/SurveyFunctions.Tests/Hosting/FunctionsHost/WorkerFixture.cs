using TestSupport;
using TestSupport.FunctionsHost;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>The app as a worker of a Functions host that the tests play, on the Azurite of all tests.</summary>
public sealed class WorkerFixture(AppFixture app) : IAsyncLifetime
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private PlayedHost? _host;

    /// <summary>Of the app that is tried.</summary>
    public static string AppFolder { get; } = Repository.Path("src", "SurveyFunctions.IsolatedWorker", "bin", "Debug", "net10.0");

    public PlayedHost Host => _host ?? throw new InvalidOperationException("The host does not run.");

    /// <summary>A host of one test alone.</summary>
    public static Task<PlayedHost> StartAsync(string connectionString) =>
        PlayedHost.StartAsync(new Dictionary<string, string> { ["AzureWebJobsStorage"] = connectionString }, AppFolder);

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public async ValueTask InitializeAsync() => _host = await StartAsync(app.Azurite.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }
}

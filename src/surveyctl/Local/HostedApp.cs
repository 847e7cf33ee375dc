using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using SurveyFunctions;

namespace Surveyctl.Local;

/// <summary>The app within this process, without the Functions host.</summary>
internal sealed class HostedApp : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(30);

    /// <summary>The app gives requests under way 20 seconds.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(25);

    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _errors = new();
    private readonly RollingLog _log;

    private HostedApp(StorageLocation storage, int port, RollingLog log)
    {
        _log = log;
        Ended = Task.Run(() => RunAsync(storage, port));
    }

    /// <summary>Completes when the app has ended, asked to or not.</summary>
    public Task Ended { get; }

    public string LastLines => _log.LastLines;

    /// <summary>Returns at once: <see cref="UntilItListensAsync"/> follows.</summary>
    /// <param name="storage">What it works on, whatever the environment names.</param>
    /// <param name="port">Where it listens; 0: on any free one.</param>
    /// <param name="log">Gets its lines, and is closed with it.</param>
    public static HostedApp Start(StorageLocation storage, int port, RollingLog log) => new(storage, port, log);

    /// <summary>Its address.</summary>
    /// <exception cref="CommandFailedException">It ended, or does not listen in time.</exception>
    public async Task<Uri> UntilItListensAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(_listening.Task, Ended).WaitAsync(TimeToStart, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new CommandFailedException($"The app does not listen:\n{LastLines}");
        }
        return _listening.Task.IsCompleted ? await _listening.Task : throw new CommandFailedException($"The app did not start:\n{LastLines}");
    }

    /// <summary>Lets it finish its requests, and leaves it to the end of this process if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Ended.WaitAsync(TimeToStop, TimeProvider.System).ContinueWith(static _ => { }, TaskScheduler.Default);
        if (!Ended.IsCompleted)
            return;
        _stop.Dispose();
        _log.Dispose();
    }

    private async Task RunAsync(StorageLocation storage, int port)
    {
        try
        {
            await SurveyApp.RunAsync(Configure(storage, port), _errors);
        }
#pragma warning disable CA1031 // A failure ends the app, not the command: it is told as that of a process of its own would be.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _errors.Write(failure);
        }
        foreach (var line in _errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _log.WriteLine(line.TrimEnd('\r'));
    }

    private WebApplicationBuilder Configure(StorageLocation storage, int port)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        // A storage that the environment names is another one.
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build().AsEnumerable().Where(setting => !IsOfStorage(setting.Key));
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(environment, StringComparer.OrdinalIgnoreCase));
        builder.Configuration.AddInMemoryCollection(
            [.. storage.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)), new("Port", $"{port}")]);
        builder.Logging.ClearProviders().AddProvider(new LogProvider(_log));
        builder.Services.AddSingleton<IHostLifetime>(services => new Lifetime(
            services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<IServer>(), _listening, _stop.Token));
        return builder;
    }

    private static bool IsOfStorage(string setting) =>
        setting.StartsWith(StorageLocation.Azure.Setting, StringComparison.OrdinalIgnoreCase)
        || setting.Equals(StorageLocation.Embedded.Setting, StringComparison.OrdinalIgnoreCase)
        || setting.Equals("StopWithInput", StringComparison.OrdinalIgnoreCase);

    /// <summary>The command ends the app: of Ctrl-C it hears by itself.</summary>
    private sealed class Lifetime(
        IHostApplicationLifetime application, IServer server, TaskCompletionSource<Uri> listening, CancellationToken stop) : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken)
        {
            application.ApplicationStarted.Register(() =>
            {
                var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
                listening.TrySetResult(new Uri($"http://localhost:{new Uri(address).Port}"));
            });
            stop.Register(application.StopApplication);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class LogProvider(RollingLog log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Category(categoryName, log);

        public void Dispose()
        {
        }
    }

    private sealed class Category(string name, RollingLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.WriteLine($"{logLevel}: {name}[{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
    }
}

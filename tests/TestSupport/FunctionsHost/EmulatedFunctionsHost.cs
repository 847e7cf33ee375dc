using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace TestSupport.FunctionsHost;

/// <summary>
/// Plays the Functions host to an isolated worker: starts it, speaks its protocol, forwards requests to it, calls its functions, and
/// starts it again when it died.
/// </summary>
public sealed class EmulatedFunctionsHost : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly string _appFolder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HostSettings _hostSettings;
    private readonly HostRecord _record = new();
    private readonly FunctionRpcService _service = new();
    private readonly WebApplication _rpc;
    private volatile Task<Worker> _worker = Task.FromException<Worker>(new InvalidOperationException("No worker was started."));
    private IReadOnlyList<HostedFunction>? _functions;
    private HttpFront? _front;
    private HttpClient? _client;
    private volatile bool _isStopping;

    private EmulatedFunctionsHost(IReadOnlyDictionary<string, string> settings, string appFolder)
    {
        _appFolder = appFolder;
        _settings = settings;
        _hostSettings = new HostSettings(appFolder);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
            server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(_service);
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        _rpc = builder.Build();
        _rpc.MapGrpcService<FunctionRpcService>();
    }

    /// <summary>Follows no redirect and keeps no cookie: tests see what the host answers.</summary>
    public HttpClient Client => _client ?? throw new InvalidOperationException("The host does not run.");

    public Uri Address => Client.BaseAddress!;

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, HostedFunction> Functions { get; private set; } = ImmutableDictionary<string, HostedFunction>.Empty;

    /// <summary>Of the worker that runs.</summary>
    public int WorkerProcessId => _worker.Result.Process.Id;

    /// <summary>Everything that workers wrote so far, to either output.</summary>
    public string Output => string.Join('\n', _record.Output);

    /// <summary>What of it went to the error output, a line each.</summary>
    public IReadOnlyCollection<string> ErrorLines => _record.ErrorOutput;

    /// <summary>Everything that workers logged so far through the host.</summary>
    public IReadOnlyCollection<WorkerLog> Logs => _record.Logs;

    /// <summary>How many messages workers sent so far, of whatever kind.</summary>
    public long MessagesReceived => _record.Messages;

    /// <summary>How many calls of HTTP functions have ended so far.</summary>
    public long HttpInvocations => _record.HttpInvocations;

    /// <summary>What functions returned to the host, beside the answers that went over HTTP.</summary>
    public IReadOnlyCollection<(string Function, string Data)> SentBack => _record.SentBack;

    internal HostSettings Settings => _hostSettings;

    /// <summary>Waits until the worker is ready.</summary>
    /// <param name="settings">Of the app, by name, as environment variables.</param>
    /// <param name="appFolder">Where the worker's <c>worker.config.json</c> and <c>host.json</c> are; null: beside the tests.</param>
    /// <exception cref="InvalidOperationException">The worker ended, or refused; the message has its output.</exception>
    public static async Task<EmulatedFunctionsHost> StartAsync(IReadOnlyDictionary<string, string> settings, string? appFolder = null)
    {
        var host = new EmulatedFunctionsHost(settings, Path.TrimEndingDirectorySeparator(Path.GetFullPath(appFolder ?? AppContext.BaseDirectory)));
        try
        {
            await host._rpc.StartAsync();
            await host.RestartWorkerAsync();
            host._front = await HttpFront.StartAsync(host._functions!, host._hostSettings, host.ChannelAsync);
            host._client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
            {
                BaseAddress = host._front.Address,
            };
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a function as its queue or its timer would, whether the worker is ready or about to be.</summary>
    public async Task<InvocationResult> InvokeAsync(string function, TriggerData data, CancellationToken cancellationToken = default)
    {
        WorkerChannel channel;
        try
        {
            channel = await ChannelAsync();
        }
        catch (InvalidOperationException ended)
        {
            return InvocationResult.Lost(ended.Message);
        }
        return await channel.InvokeAsync(Guid.NewGuid().ToString(), Functions[function], data, cancellationToken);
    }

    /// <summary>Calls functions for the messages of their queues from now on.</summary>
    public QueueListener ListenToQueues(string connectionString) => new(this, connectionString);

    /// <summary>In the middle of whatever it does. The host starts another by itself, and requests wait for that.</summary>
    public async Task KillWorkerAsync()
    {
        var worker = await _worker;
        worker.Process.Kill();
        await worker.Watching;
    }

    /// <summary>Asks it to end, and returns its exit code. There is no other until <see cref="RestartWorkerAsync"/>.</summary>
    public async Task<int> TerminateWorkerAsync()
    {
        var worker = await _worker;
        await worker.Process.TerminateAsync();
        await worker.Watching.WaitAsync(TimeToStop, TimeProvider.System);
        return await worker.Process.Exited;
    }

    /// <summary>Starts a worker if none runs; waits until it is ready, or the one is that the host has started by itself.</summary>
    public Task RestartWorkerAsync()
    {
        if (_worker.IsFaulted)
            _worker = StartWorkerAsync();
        return _worker;
    }

    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _client?.Dispose();
        if (_front is not null)
            await _front.DisposeAsync();
        var last = _worker;
        await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (last.IsCompletedSuccessfully)
        {
            var worker = await last;
            worker.Channel.Terminate();
            await worker.Process.DisposeAsync();
            await worker.Watching;
        }
        await _rpc.StopAsync();
        await _rpc.DisposeAsync();
    }

    private async Task<WorkerChannel> ChannelAsync() => (await _worker).Channel;

    private async Task<Worker> StartWorkerAsync()
    {
        var id = Guid.NewGuid().ToString();
        var channel = new WorkerChannel(_record);
        _service.Expect(id, channel);
        var process = WorkerProcess.Start(_appFolder, _settings, new Uri(_rpc.Urls.Single()), id, _record);
        try
        {
            await MakeReadyAsync(channel, process).WaitAsync(TimeToStart, TimeProvider.System);
        }
        catch
        {
            process.Kill();
            await process.DisposeAsync();
            throw;
        }
        var worker = new Worker(process, channel);
        worker.Watching = WatchAsync(worker);
        return worker;
    }

    private async Task MakeReadyAsync(WorkerChannel channel, WorkerProcess process)
    {
        var initializing = channel.InitializeAsync(_appFolder, _functions);
        await Task.WhenAny(initializing, process.Exited);
        if (!initializing.IsCompletedSuccessfully && process.Exited.IsCompleted)
            throw new InvalidOperationException($"The worker ended with {await process.Exited}:\n{Output}");
        _functions = await initializing;
        Functions = _functions.ToImmutableDictionary(function => function.Name, StringComparer.Ordinal);
        if (channel.HttpUri is { } address)
            await UntilItListensAsync(new Uri(address), process);
    }

    /// <summary>A worker may say that it is ready before it listens; the real host tries each request again until it does.</summary>
    private static async Task UntilItListensAsync(Uri address, WorkerProcess process)
    {
        while (!process.Exited.IsCompleted)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(address.Host, address.Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(PollInterval, TimeProvider.System);
            }
        }
    }

    private async Task WatchAsync(Worker worker)
    {
        var code = await worker.Process.Exited;
        var why = $"The worker ended with {code}.";
        worker.Channel.End(why);
        await worker.Process.DisposeAsync();
        _worker = code == 0 || _isStopping ? Task.FromException<Worker>(new InvalidOperationException(why)) : StartWorkerAsync();
    }

    private sealed class Worker(WorkerProcess process, WorkerChannel channel)
    {
        public WorkerProcess Process => process;

        public WorkerChannel Channel => channel;

        /// <summary>Until it has ended, and another has taken its place if there is to be one.</summary>
        public Task Watching { get; set; } = Task.CompletedTask;
    }
}

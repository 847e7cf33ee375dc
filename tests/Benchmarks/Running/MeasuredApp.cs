using System.Net.Sockets;
using System.Text;

using Benchmarks.Measuring;

using TestSupport;
using TestSupport.FunctionsHost;

namespace Benchmarks.Running;

/// <summary>The app as a process whose CPU time and allocations can be asked for.</summary>
internal sealed class MeasuredApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly IAsyncDisposable[] _running;
    private readonly int _processId;

    private MeasuredApp(TemporaryFolder folder, Uri address, int processId, params IAsyncDisposable[] running) =>
        (_folder, Port, _processId, _running) = (folder, address.Port, processId, running);

    /// <summary>Of the app; of the host, if it runs under one.</summary>
    public int Port { get; }

    /// <summary>Of the app alone.</summary>
    public TimeSpan Cpu => ProcessUsage.Cpu(_processId);

    /// <param name="settings">Of the app.</param>
    /// <param name="isHosted">As the worker of a Functions host that this process plays, the queue included.</param>
    public static async Task<MeasuredApp> StartAsync(PublishedApp app, Dictionary<string, string> settings, bool isHosted = false)
    {
        var folder = new TemporaryFolder();
        settings["Logging__LogLevel__Default"] = "Information";
        settings["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        settings[StartupHook.Variable] = folder.File("allocations");
        if (isHosted)
        {
            var host = await EmulatedFunctionsHost.StartAsync(settings, app.Program is { } dll ? Path.GetDirectoryName(dll) : null);
            return new MeasuredApp(folder, host.Address, host.WorkerProcessId, host.ListenToQueues(settings["AzureWebJobsStorage"]), host);
        }
        var process = await AppProcess.StartAsync(settings, app.Program);
        return new MeasuredApp(folder, process.Address, process.ProcessId, process);
    }

    /// <summary>Since it started.</summary>
    public async Task<long> AllocatedBytesAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_folder.File("allocations")));
        var answer = new byte[32];
        var length = await socket.ReceiveAsync(answer);
        return long.Parse(Encoding.ASCII.GetString(answer, 0, length));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _running)
            await running.DisposeAsync();
        _folder.Dispose();
    }
}

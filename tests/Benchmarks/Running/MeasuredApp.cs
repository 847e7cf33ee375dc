using System.Net.Sockets;
using System.Text;

using Benchmarks.Measuring;

using TestSupport;

namespace Benchmarks.Running;

/// <summary>The app as a process whose CPU time and allocations can be asked for.</summary>
internal sealed class MeasuredApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly AppProcess _process;

    private MeasuredApp(TemporaryFolder folder, AppProcess process) => (_folder, _process) = (folder, process);

    public int Port => _process.Address.Port;

    public TimeSpan Cpu => ProcessUsage.Cpu(_process.ProcessId);

    public static async Task<MeasuredApp> StartAsync(PublishedApp app, Dictionary<string, string> settings)
    {
        var folder = new TemporaryFolder();
        settings["Logging__LogLevel__Default"] = "Information";
        settings["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        settings[StartupHook.Variable] = folder.File("allocations");
        return new MeasuredApp(folder, await AppProcess.StartAsync(settings, app.Program));
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
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}

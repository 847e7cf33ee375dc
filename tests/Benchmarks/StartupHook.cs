#pragma warning disable CA1050, MA0047 // The runtime looks for this name outside of any namespace.
using System.Globalization;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Loaded into the measured app by <c>DOTNET_STARTUP_HOOKS</c>: tells whoever connects to a socket how many bytes the process has
/// allocated. The product knows nothing of it, and it costs nothing while nobody asks.
/// </summary>
internal static class StartupHook
{
    /// <summary>Names the socket's file.</summary>
    public const string Variable = "BENCHMARKS_ALLOCATIONS";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } path)
            return;
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        new Thread(() => Answer(listener)) { IsBackground = true, Name = "Allocations" }.Start();
    }

    private static void Answer(Socket listener)
    {
        while (true)
        {
            using var asking = listener.Accept();
            asking.Send(Encoding.ASCII.GetBytes(GC.GetTotalAllocatedBytes(precise: false).ToString(CultureInfo.InvariantCulture)));
        }
    }
}

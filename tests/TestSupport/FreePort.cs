using System.Net;
using System.Net.Sockets;

namespace TestSupport;

/// <summary>A TCP port of the loopback address that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>Free at this moment: another process may take it before the caller does.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

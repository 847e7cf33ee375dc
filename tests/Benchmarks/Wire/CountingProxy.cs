using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Wire;

/// <summary>A loopback proxy before one storage service that counts every request by its kind and changes nothing.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly long[] _counts = new long[Enum.GetValues<CallKind>().Length];
    private readonly Uri _target;
    private readonly bool _isQueue;
    private readonly Task _accepting;

    public CountingProxy(Uri target, bool isQueue)
    {
        (_target, _isQueue) = (target, isQueue);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Dictionary<CallKind, long> Counts => Enum.GetValues<CallKind>().ToDictionary(kind => kind, kind => Interlocked.Read(ref _counts[(int)kind]));

    /// <summary>A connection string with this proxy in place of the target.</summary>
    public string Through(string connectionString) => connectionString.Replace(
        _target.GetLeftPart(UriPartial.Authority), $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient { NoDelay = true };
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(_target.Host, _target.Port, _stopped.Token);
                var counter = new RequestCounter(_isQueue, kind => Interlocked.Increment(ref _counts[(int)kind]));
                var requests = PumpAsync(client, server, counter);
                var replies = PumpAsync(server, client, counter: null);
                await await Task.WhenAny(requests, replies);
                client.Close();
                server.Close();
                await Task.WhenAll(requests, replies);
            }
            catch (Exception exception) when (
                exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Either end may close a connection at any time.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, RequestCounter? counter)
    {
        var buffer = new byte[64 * 1024];
        var (reading, writing) = (from.GetStream(), to.GetStream());
        while (await reading.ReadAsync(buffer, _stopped.Token) is > 0 and var read)
        {
            counter?.Follow(buffer.AsSpan(0, read));
            await writing.WriteAsync(buffer.AsMemory(0, read), _stopped.Token);
        }
    }
}

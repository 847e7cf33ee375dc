using System.Net;
using System.Net.Sockets;

namespace TestSupport;

/// <summary>
/// A loopback TCP proxy in front of a store, whose connections break on demand: before a request gets through, or after
/// it did and before the reply is back (the ambiguous case). Or it hangs: replies are held until they are released. What is not
/// broken passes unchanged.
/// </summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private int _requestsToBreak;
    private int _repliesToLose;
    private int _held;
    private volatile TaskCompletionSource? _holding;

    public FaultyProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The target's address with this proxy in its place.</summary>
    public Uri Address => new UriBuilder(_target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Requests and replies broken so far.</summary>
    public int Broken { get; private set; }

    /// <summary>The next requests do not arrive; their connections are reset.</summary>
    public void BreakRequests(int count) => Volatile.Write(ref _requestsToBreak, count);

    /// <summary>The next requests arrive and are worked on, but their replies do not come back.</summary>
    public void LoseReplies(int count) => Volatile.Write(ref _repliesToLose, count);

    /// <summary>Replies that wait to be released.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>From now on requests arrive and are worked on, but their replies wait until <see cref="Release"/>.</summary>
    public void Hold() => _holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        _holding?.TrySetResult();
        _holding = null;
    }

    /// <summary>A connection string with this proxy in place of the target.</summary>
    public string Through(string connectionString) =>
        connectionString.Replace(_target.AbsoluteUri, Address.AbsoluteUri, StringComparison.Ordinal);

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
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_target.Host, _target.Port, _stopped.Token);
                var requests = PumpAsync(client, server, () => Take(ref _requestsToBreak), isReply: false);
                var replies = PumpAsync(server, client, () => Take(ref _repliesToLose), isReply: true);
                await await Task.WhenAny(requests, replies);
                Reset(client);
                Reset(server);
                await Task.WhenAll(requests, replies);
            }
            catch (Exception exception) when (
                exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // A broken connection is what this class is for.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<bool> breaks, bool isReply)
    {
        var buffer = new byte[16 * 1024];
        while (await from.GetStream().ReadAsync(buffer, _stopped.Token) is > 0 and var read)
        {
            if (breaks())
                return;
            if (isReply && _holding is { } holding)
            {
                Interlocked.Increment(ref _held);
                await holding.Task.WaitAsync(_stopped.Token);
                Interlocked.Decrement(ref _held);
            }
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stopped.Token);
        }
    }

    private bool Take(ref int count)
    {
        if (Volatile.Read(ref count) <= 0)
            return false;
        Interlocked.Decrement(ref count);
        Broken++;
        return true;
    }

    /// <summary>A lingering time of zero closes with a reset instead of an orderly end.</summary>
    private static void Reset(TcpClient connection)
    {
        connection.LingerState = new LingerOption(enable: true, seconds: 0);
        connection.Close();
    }
}

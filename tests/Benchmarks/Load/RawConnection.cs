using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Load;

/// <summary>One connection that is kept, without an HTTP client's cost: the load shares the cores with what is measured.</summary>
/// <param name="blocks">
/// Waits on the caller's thread: for a lone client, which would else be measured with two handovers between threads of the load.
/// </param>
internal sealed class RawConnection(bool blocks) : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _read;

    /// <inheritdoc cref="RawConnection(bool)"/>
    public static async Task<RawConnection> OpenAsync(int port, bool blocks = false)
    {
        var connection = new RawConnection(blocks);
        // A socket that did anything asynchronously never really blocks again.
        if (blocks)
            connection._socket.Connect(IPAddress.Loopback, port);
        else
            await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Head and body, until the next is sent.</summary>
    public ReadOnlySpan<byte> LastAnswer => _buffer.AsSpan(0, _read);

    /// <summary>Sends and reads the whole answer; returns its status.</summary>
    /// <exception cref="IOException">The connection ended.</exception>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
            sent += blocks ? _socket.Send(request[sent..].Span) : await _socket.SendAsync(request[sent..]);
        _read = 0;
        while (true)
        {
            var count = blocks ? _socket.Receive(_buffer.AsSpan(_read)) : await _socket.ReceiveAsync(_buffer.AsMemory(_read));
            if (count == 0)
                throw new IOException("The server closed the connection.");
            _read += count;
            if (IsWhole(LastAnswer))
                return ((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + (_buffer[11] - '0');
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = answer[..end];
        if (head.StartsWith("HTTP/1.1 204 "u8))
            return true;
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("0\r\n\r\n"u8);
        var digits = head[(at + 16)..];
        var stop = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(Encoding.ASCII.GetString(stop < 0 ? digits : digits[..stop]));
    }
}

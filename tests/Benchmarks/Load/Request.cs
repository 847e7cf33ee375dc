using System.Text;

using Surveys.Ids;

namespace Benchmarks.Load;

/// <summary>All bytes of one request, made before anything is timed.</summary>
internal sealed record Request(ResponseId Id, ReadOnlyMemory<byte> Bytes)
{
    public static Request Post(string path, ReadOnlySpan<byte> json, ResponseId id)
    {
        var head = Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n");
        return new Request(id, (byte[])[.. head, .. json]);
    }
}

using System.Text;

namespace Benchmarks.Wire;

/// <summary>Follows the requests on one connection, in whatever pieces they come, and tells each when it has passed.</summary>
/// <remarks>Bodies must have a <c>Content-Length</c>: the storage clients always send one.</remarks>
internal sealed class RequestCounter(bool isQueue, Action<CallKind> counted)
{
    private readonly List<byte> _head = [];
    private readonly byte[] _carry = new byte[ResponseMark.Length - 1];
    private int _carried;
    private long _bodyLeft;
    private CallKind _kind;

    private static ReadOnlySpan<byte> ResponseMark => "resp!"u8;

    public void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyLeft > 0)
            {
                var part = bytes[..(int)Math.Min(_bodyLeft, bytes.Length)];
                FollowBody(part);
                bytes = bytes[part.Length..];
                _bodyLeft -= part.Length;
                if (_bodyLeft == 0)
                    counted(_kind);
                continue;
            }
            _head.Add(bytes[0]);
            bytes = bytes[1..];
            if (_head.Count >= 4 && _head[^1] == '\n' && _head[^2] == '\r' && _head[^3] == '\n')
                EndHead();
        }
    }

    private void EndHead()
    {
        var lines = Encoding.ASCII.GetString([.. _head]).Split("\r\n");
        _head.Clear();
        _carried = 0;
        var words = lines[0].Split(' ');
        _kind = CallKinds.Of(words[0], words[1].Split('?')[0], isQueue);
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        _bodyLeft = length is null ? 0 : long.Parse(length["Content-Length:".Length..].Trim());
        if (_bodyLeft == 0)
            counted(_kind);
    }

    /// <summary>A commit that names a response's row brings it in; what names none is a fold.</summary>
    private void FollowBody(ReadOnlySpan<byte> part)
    {
        if (_kind != CallKind.FoldCommit)
            return;
        Span<byte> joint = stackalloc byte[2 * (ResponseMark.Length - 1)];
        var first = Math.Min(part.Length, ResponseMark.Length - 1);
        _carry.AsSpan(0, _carried).CopyTo(joint);
        part[..first].CopyTo(joint[_carried..]);
        if (part.IndexOf(ResponseMark) >= 0 || joint[..(_carried + first)].IndexOf(ResponseMark) >= 0)
            _kind = CallKind.IntakeCommit;
        _carried = Math.Min(part.Length, _carry.Length);
        part[^_carried..].CopyTo(_carry);
    }
}

using System.Buffers.Text;
using System.Text;

using Azure;

namespace SurveyStorage.Azure;

/// <summary>
/// Reads the multipart reply to a transaction: one HTTP response per action, or a single one that says which action
/// failed. Successful parts have no body (inserts ask for none), so the reply is read line by line.
/// </summary>
internal ref struct TableTransactionReply
{
    private readonly ReadOnlyMemory<byte> _reply;
    private int _position;

    private TableTransactionReply(ReadOnlyMemory<byte> reply) => _reply = reply;

    /// <returns>The new ETag of each action's row, in order; default for a deleted one.</returns>
    /// <exception cref="TableTransactionFailedException">The service refused it.</exception>
    /// <exception cref="InvalidDataException">The reply is not one to this transaction: what became of it is unknown.</exception>
    public static IReadOnlyList<ETag> Read(ReadOnlyMemory<byte> reply, int actions)
    {
        var reader = new TableTransactionReply(reply);
        var etags = new ETag[actions];
        var count = 0;
        while (reader.TryReadStatus(out var status))
        {
            var etag = reader.ReadHeaders();
            if (status >= 400)
                throw Failure(status, reader.ReadErrorBody());
            if (count == actions)
                throw new InvalidDataException($"The table service answered more than the {actions} actions of the transaction.");
            etags[count++] = etag;
        }
        return count == actions
            ? etags
            : throw new InvalidDataException($"The table service answered {count} of the {actions} actions of the transaction.");
    }

    private static TableTransactionFailedException Failure(int status, ReadOnlyMemory<byte> body)
    {
        var error = TableErrorParser.Parse(body);
        var message = error?.Message ?? "The table service refused the transaction and did not say why.";
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        var index = colon > 0 && int.TryParse(message.AsSpan(0, colon), out var number) ? number : (int?)null;
        return new TableTransactionFailedException(status, error?.Code, message, index);
    }

    private bool TryReadStatus(out int status)
    {
        status = 0;
        while (TryReadLine(out var line))
        {
            // "HTTP/1.1 204 No Content"
            if (line.StartsWith("HTTP/1."u8) && line.Length >= 12)
                return Utf8Parser.TryParse(line[9..], out status, out _);
        }
        return false;
    }

    private ETag ReadHeaders()
    {
        ETag etag = default;
        while (TryReadLine(out var line) && !line.IsEmpty)
        {
            if (line.Length > 5 && Ascii.EqualsIgnoreCase(line[..5], "etag:"u8))
                etag = new ETag(Encoding.ASCII.GetString(line[5..].Trim((byte)' ')));
        }
        return etag;
    }

    /// <summary>Everything up to the next boundary.</summary>
    private ReadOnlyMemory<byte> ReadErrorBody()
    {
        var start = _position;
        var end = start;
        while (TryReadLine(out var line) && !line.StartsWith("--"u8))
            end = _position;
        return _reply[start..end];
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var rest = _reply.Span[_position..];
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? rest : rest[..end];
        _position += end < 0 ? rest.Length : end + 1;
        if (line is [.. var withoutReturn, (byte)'\r'])
            line = withoutReturn;
        return !rest.IsEmpty;
    }
}

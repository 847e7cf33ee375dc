using System.Text.Json;

using Azure;

namespace SurveyStorage.Azure;

/// <summary>
/// Writes the multipart body of an entity group transaction.
/// <see href="https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions"/>
/// </summary>
/// <remarks>
/// The boundaries are fixed: a boundary begins a line, a row is one line of JSON (<see cref="RowJsonWriter.Options"/>),
/// and addresses are %-encoded, so no value can hold one.
/// </remarks>
internal static class TableTransactionBody
{
    public const string ContentType = "multipart/mixed; boundary=batch_rows";

    private const int TypicalBytesPerAction = 1024;

    /// <param name="tableAddress">Absolute and encoded: the service wants full addresses within a body.</param>
    /// <exception cref="InvalidRowChangeException">More than 4 MiB.</exception>
    public static PooledBuffer Write(string tableAddress, IReadOnlyList<RowChange> actions)
    {
        var buffer = new PooledBuffer(TypicalBytesPerAction * actions.Count);
        try
        {
            using var json = new Utf8JsonWriter(buffer, RowJsonWriter.Options);
            buffer.Write("--batch_rows\r\nContent-Type: multipart/mixed; boundary=changeset_rows\r\n\r\n"u8);
            for (var i = 0; i < actions.Count; i++)
                Write(buffer, json, tableAddress, actions[i]);
            buffer.Write("--changeset_rows--\r\n--batch_rows--\r\n"u8);
            if (buffer.Length > TableLimits.MaxTransactionBytes)
            {
                throw new InvalidRowChangeException(
                    $"A transaction holds at most {TableLimits.MaxTransactionBytes} bytes; this one has {buffer.Length}.");
            }
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static void Write(PooledBuffer buffer, Utf8JsonWriter json, string tableAddress, RowChange action)
    {
        var (type, entity, etag) = action;
        buffer.Write("--changeset_rows\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8);
        buffer.Write(type switch
        {
            RowChangeType.Add => "POST "u8,
            RowChangeType.Delete => "DELETE "u8,
            _ => "PUT "u8,
        });
        buffer.WriteAscii(tableAddress);
        if (type != RowChangeType.Add)
            TableKeyEscaping.WriteRowAddress(buffer, entity.PartitionKey, entity.RowKey);
        buffer.Write(" HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0;\r\n"u8);
        if (type is RowChangeType.UpdateReplace or RowChangeType.Delete)
            WriteIfMatch(buffer, etag);
        if (type == RowChangeType.Delete)
        {
            buffer.Write("\r\n"u8);
            return;
        }
        if (type == RowChangeType.Add)
            buffer.Write("Prefer: return-no-content\r\n"u8);
        buffer.Write("Content-Type: application/json\r\n\r\n"u8);
        json.Reset();
        RowJsonWriter.Write(json, entity);
        json.Flush();
        buffer.Write("\r\n"u8);
    }

    private static void WriteIfMatch(PooledBuffer buffer, ETag etag)
    {
        buffer.Write("If-Match: "u8);
        buffer.WriteAscii(etag.ToString("H"));
        buffer.Write("\r\n"u8);
    }
}

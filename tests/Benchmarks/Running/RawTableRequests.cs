using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using SurveyEngine.Keys;

using SurveyStorage;

namespace Benchmarks.Running;

/// <summary>
/// Whole requests of the table service, for <see cref="StoreNames.Responses"/>. The signature of SharedKeyLite covers date and address
/// alone: one serves every row, for a quarter of an hour.
/// </summary>
internal sealed class RawTableRequests
{
    private readonly string _account;
    private readonly byte[] _key;
    private readonly Uri _endpoint;
    private readonly string _date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);

    /// <param name="connectionString">Of an Azurite: with an account, its key and an address for each service.</param>
    public RawTableRequests(string connectionString)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', count: 2))
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        _account = parts["AccountName"];
        _key = Convert.FromBase64String(parts["AccountKey"]);
        _endpoint = new Uri(parts["TableEndpoint"].TrimEnd('/'));
    }

    public int Port => _endpoint.Port;

    /// <summary>"Insert entity".</summary>
    public ReadOnlyMemory<byte> Insert(TableRow row)
    {
        var body = new ArrayBufferWriter<byte>();
        WriteJson(body, row);
        return Post(Address(StoreNames.Responses), "Prefer: return-no-content\r\nContent-Type: application/json\r\n", body.WrittenSpan);
    }

    /// <summary>An entity group transaction: rows are added, or deleted whatever their ETag is.</summary>
    public ReadOnlyMemory<byte> Transaction(IReadOnlyList<RowChange> actions)
    {
        var body = new ArrayBufferWriter<byte>();
        Write(body, "--batch_rows\r\nContent-Type: multipart/mixed; boundary=changeset_rows\r\n\r\n");
        foreach (var (type, row, _) in actions)
        {
            Write(body, "--changeset_rows\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            var table = Address(StoreNames.Responses);
            if (type == RowChangeType.Delete)
            {
                Write(body, $"DELETE {table}(PartitionKey='{row.PartitionKey}',RowKey='{row.RowKey}') HTTP/1.1\r\nIf-Match: *\r\n\r\n");
                continue;
            }
            Write(body, $"POST {table} HTTP/1.1\r\nPrefer: return-no-content\r\nContent-Type: application/json\r\n\r\n");
            WriteJson(body, row);
            Write(body, "\r\n");
        }
        Write(body, "--changeset_rows--\r\n--batch_rows--\r\n");
        return Post(Address("$batch"), "Content-Type: multipart/mixed; boundary=batch_rows\r\n", body.WrittenSpan);
    }

    private static void Write(ArrayBufferWriter<byte> body, string text) => Encoding.ASCII.GetBytes(text, body);

    private static void WriteJson(ArrayBufferWriter<byte> body, TableRow row)
    {
        using var json = new Utf8JsonWriter(body, RowJson.Options);
        RowJson.Write(json, row);
    }

    private Uri Address(string path) => new($"{_endpoint}/{path}");

    private ReadOnlyMemory<byte> Post(Uri address, string headers, ReadOnlySpan<byte> body)
    {
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{_date}\n/{_account}{address.AbsolutePath}")));
        var head =
            $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nx-ms-date: {_date}\r\nx-ms-version: 2019-02-02\r\n"
            + $"Authorization: SharedKeyLite {_account}:{signature}\r\nAccept: application/json;odata=nometadata\r\nDataServiceVersion: 3.0;\r\n"
            + $"{headers}Content-Length: {body.Length}\r\n\r\n";
        return (byte[])[.. Encoding.ASCII.GetBytes(head), .. body];
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

using SurveyStorage;
using SurveyStorage.Azure;

using SurveyStore.Keys;

namespace Benchmarks.Running;

/// <summary>
/// Whole requests of the table service, for <see cref="StoreNames.Responses"/>. The signature of SharedKeyLite covers date and address
/// alone: one serves every row, for a quarter of an hour.
/// </summary>
internal sealed class RawTableRequests(string connectionString)
{
    private readonly StorageConnectionString _account = StorageConnectionString.Parse(connectionString);
    private readonly string _date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);

    public int Port => _account.TableEndpoint.Port;

    /// <summary>"Insert entity".</summary>
    public ReadOnlyMemory<byte> Insert(TableRow row)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, RowJsonWriter.Options))
            RowJsonWriter.Write(json, row);
        return Post(Address(StoreNames.Responses), "Prefer: return-no-content\r\nContent-Type: application/json\r\n", body.WrittenSpan);
    }

    /// <summary>An entity group transaction.</summary>
    public ReadOnlyMemory<byte> Transaction(IReadOnlyList<RowChange> actions)
    {
        using var body = TableTransactionBody.Write(Address(StoreNames.Responses).ToString(), actions);
        return Post(Address("$batch"), $"Content-Type: {TableTransactionBody.ContentType}\r\n", body.Written.Span);
    }

    private Uri Address(string path) => new($"{_account.TableEndpoint.ToString().TrimEnd('/')}/{path}");

    private ReadOnlyMemory<byte> Post(Uri address, string headers, ReadOnlySpan<byte> body)
    {
        var name = _account.Credential.AccountName;
        var signature = _account.Credential.Sign($"{_date}\n/{name}{address.AbsolutePath}");
        var head =
            $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nx-ms-date: {_date}\r\nx-ms-version: 2019-02-02\r\n"
            + $"Authorization: SharedKeyLite {name}:{signature}\r\nAccept: application/json;odata=nometadata\r\nDataServiceVersion: 3.0;\r\n"
            + $"{headers}Content-Length: {body.Length}\r\n\r\n";
        return (byte[])[.. Encoding.ASCII.GetBytes(head), .. body];
    }
}

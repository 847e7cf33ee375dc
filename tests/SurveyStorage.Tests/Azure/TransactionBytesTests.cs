using System.Globalization;
using System.Net;

using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

using SurveyStorage.Azure;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Azure;

/// <summary>What a transaction is counted with is what the SDK sends, and a little more.</summary>
public sealed class TransactionBytesTests
{
    private const string Account = "accountnameoftwentyfourc";

    private static readonly ETag ETag = new("W/\"datetime'2026-03-02T12%3A00%3A00.1234567Z'\"");

    public static TheoryData<string> Rows { get; } = new(RowsByName.Keys);

    private static Dictionary<string, TableRow> RowsByName => new(StringComparer.Ordinal)
    {
        ["nothing"] = new TableRow("p", "r"),
        ["long keys"] = new TableRow(new string('é', TableLimits.MaxKeyLength), new string('\'', TableLimits.MaxKeyLength)),
        ["quotes"] = Wide(new string('"', 32_000)),
        ["Arabic"] = Wide(new string('ب', 32_000)),
        ["emoji"] = Wide(string.Concat(Enumerable.Repeat("😀", 16_000))),
        ["bytes that are all plus signs"] = Wide(Enumerable.Repeat(new byte[] { 0xFB, 0xEF, 0xBE }, 20_000).SelectMany(b => b).ToArray()),
        ["every type"] = new TableRow("p", "r")
        {
            { "Yes", false },
            { "Int", int.MinValue },
            { "Long", long.MinValue },
            { "Double", -double.Epsilon },
            { "Infinity", double.NegativeInfinity },
            { "When", DateTimeOffset.MaxValue },
            { "Id", Guid.Empty },
        },
        ["long names"] = Wide(long.MinValue, name: new string('n', TableLimits.MaxPropertyNameLength - 3)),
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task No_more_is_sent_than_was_counted(string name)
    {
        var row = RowsByName[name];
        foreach (var type in Enum.GetValues<RowChangeType>())
        {
            RowChange[] actions = [new(type, row, type is UpdateReplace or Delete ? ETag : default)];
            var sent = await BytesSentAsync(actions);
            var counted = TableLimits.BytesOf(actions);
            Assert.InRange(counted, sent, sent + 10 * 1024);
            Assert.InRange(TableLimits.MostBytesOf(actions[0]), counted, long.MaxValue);
        }
    }

    private static TableRow Wide(object value, string name = "P")
    {
        var row = new TableRow("p", "r");
        for (var i = 0; i < 10; i++)
            row[string.Create(CultureInfo.InvariantCulture, $"{name}{i}")] = value;
        return row;
    }

    private static async Task<long> BytesSentAsync(RowChange[] actions)
    {
        long? sent = null;
        var transport = new HttpClientTransport(new AnsweringHandler(request =>
        {
            sent = request.Content!.Headers.ContentLength;
            return new HttpResponseMessage(HttpStatusCode.RequestEntityTooLarge);
        }));
        var connectionString = $"AccountName={Account};AccountKey=c2VjcmV0LWtleQ==;EndpointSuffix=core.a-sovereign-cloud.example";
        var options = new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } };
        var store = new AzureTableStore(new TableServiceClient(connectionString, options));
        await store.CommitAsync(new string('t', 63), actions, default);
        return sent!.Value;
    }
}

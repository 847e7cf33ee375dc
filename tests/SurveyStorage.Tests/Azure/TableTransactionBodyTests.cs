using System.Globalization;
using System.Text;

using Azure;

using SurveyStorage.Azure;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Azure;

public sealed class TableTransactionBodyTests
{
    [Fact]
    public void Every_action_is_one_part_with_its_row_on_one_line()
    {
        var etag = new ETag("W/\"datetime'2026-03-02T12%3A00%3A00Z'\"");
        using var body = TableTransactionBody.Write(
            "https://a.table.core.windows.net/Responses",
            [
                new RowChange(Add, new TableRow("p", "r'1") { ["N"] = 1L, ["Text"] = "a\r\nب" }),
                new RowChange(UpdateReplace, new TableRow("p", "2") { ["D"] = 3.0 }, etag),
                new RowChange(UpsertReplace, new TableRow("p", "3")),
                new RowChange(Delete, new TableRow("p", "4 +'"), ETag.All),
            ]);
        Assert.Equal(
            """
            --batch_rows
            Content-Type: multipart/mixed; boundary=changeset_rows

            --changeset_rows
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            POST https://a.table.core.windows.net/Responses HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0;
            Prefer: return-no-content
            Content-Type: application/json

            {"PartitionKey":"p","RowKey":"r'1","N@odata.type":"Edm.Int64","N":"1","Text":"a\r\nب"}
            --changeset_rows
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            PUT https://a.table.core.windows.net/Responses(PartitionKey='p',RowKey='2') HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0;
            If-Match: W/"datetime'2026-03-02T12%3A00%3A00Z'"
            Content-Type: application/json

            {"PartitionKey":"p","RowKey":"2","D@odata.type":"Edm.Double","D":3}
            --changeset_rows
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            PUT https://a.table.core.windows.net/Responses(PartitionKey='p',RowKey='3') HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0;
            Content-Type: application/json

            {"PartitionKey":"p","RowKey":"3"}
            --changeset_rows
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            DELETE https://a.table.core.windows.net/Responses(PartitionKey='p',RowKey='4%20%2B%27%27') HTTP/1.1
            Accept: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0;
            If-Match: *

            --changeset_rows--
            --batch_rows--

            """.ReplaceLineEndings("\r\n"),
            Encoding.UTF8.GetString(body.Written.Span));
    }

    [Fact]
    public void A_hundred_rows_are_written_without_memory_for_each()
    {
        var actions = Enumerable.Range(0, 100)
            .Select(i => new RowChange(
                UpsertReplace,
                new TableRow("tenant!wave!1", string.Create(CultureInfo.InvariantCulture, $"resp!{i:000}"))
                {
                    ["School"] = "school-1",
                    ["Answers"] = """{"overall":"favorable","safety":"neutral"}""",
                    ["N"] = 12L,
                }))
            .ToArray();
        Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Write();
        var perRow = (GC.GetAllocatedBytesForCurrentThread() - before) / actions.Length;
        Assert.InRange(perRow, 0, 100);

        void Write()
        {
            TableTransactionBody.Write("https://a.table.core.windows.net/Responses", actions).Dispose();
        }
    }
}

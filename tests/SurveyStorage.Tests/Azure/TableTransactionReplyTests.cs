using System.Text;

using Azure;

using SurveyStorage.Azure;

namespace SurveyStorage.Tests.Azure;

/// <summary>Replies in the form of the service's documentation, which differs in details from the emulator's.</summary>
public sealed class TableTransactionReplyTests
{
    private const string Start = """
        --batchresponse_4a637792-b165-4d59-a196-2eda9b77c3a4
        Content-Type: multipart/mixed; boundary=changesetresponse_bd4a7f80

        """;

    private const string Created = """
        --changesetresponse_bd4a7f80
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        Content-ID: 1
        X-Content-Type-Options: nosniff
        Cache-Control: no-cache
        Preference-Applied: return-no-content
        DataServiceVersion: 3.0;
        Location: https://myaccount.table.core.windows.net/Blogs(PartitionKey='Channel_19',RowKey='2')
        DataServiceId: https://myaccount.table.core.windows.net/Blogs(PartitionKey='Channel_19',RowKey='2')
        ETag: W/"datetime'2013-04-15T17%3A10%3A34.4549452Z'"


        """;

    private const string Deleted = """
        --changesetresponse_bd4a7f80
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        X-Content-Type-Options: nosniff
        DataServiceVersion: 1.0;


        """;

    private const string Failed = """
        --changesetresponse_bd4a7f80
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 404 Not Found
        X-Content-Type-Options: nosniff
        DataServiceVersion: 3.0;
        Content-Type: application/json;odata=minimalmetadata;streaming=true;charset=utf-8

        {"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":"1:The specified resource does not exist.\nRequestId:1\nTime:2013-04-15T17:10:35.7399752Z"}}}

        """;

    private const string End = """
        --changesetresponse_bd4a7f80--
        --batchresponse_4a637792-b165-4d59-a196-2eda9b77c3a4--
        """;

    [Fact]
    public void ETags_come_in_the_order_of_the_actions_and_none_for_a_deleted_row() =>
        Assert.Equal(
            [new ETag("W/\"datetime'2013-04-15T17%3A10%3A34.4549452Z'\""), default],
            TableTransactionReply.Read(Bytes(Start + Created + Deleted + End), actions: 2));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void A_refused_action_is_named(string lineEnd)
    {
        var failed = Assert.Throws<TableTransactionFailedException>(
            () => TableTransactionReply.Read(Bytes(Start + Failed + End, lineEnd), actions: 2));
        Assert.Equal(1, failed.FailedTransactionActionIndex);
        Assert.Equal("ResourceNotFound", failed.ErrorCode);
        Assert.Equal(404, failed.Status);
    }

    [Fact]
    public void A_refusal_that_names_no_action_is_still_one()
    {
        var text = (Start + Failed + End).Replace("1:The", "The", StringComparison.Ordinal);
        var failed = Assert.Throws<TableTransactionFailedException>(() => TableTransactionReply.Read(Bytes(text), actions: 2));
        Assert.Null(failed.FailedTransactionActionIndex);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_reply_to_another_number_of_actions_is_not_believed(int actions) =>
        Assert.Throws<InvalidDataException>(
            () => TableTransactionReply.Read(Bytes(Start + Created + Deleted + End), actions));

    [Fact]
    public void A_page_of_a_proxy_is_not_believed() =>
        Assert.Throws<InvalidDataException>(() => TableTransactionReply.Read(Bytes("<html>hello</html>"), actions: 1));

    private static byte[] Bytes(string text, string lineEnd = "\r\n") =>
        Encoding.UTF8.GetBytes(text.ReplaceLineEndings(lineEnd));
}

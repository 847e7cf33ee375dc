using System.Net;
using System.Text;

using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

using SurveyStorage.Azure;
using SurveyStorage.Tests.Contract;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Azure;

/// <summary>
/// Replies in the form of the service's documentation, which differs in details from the emulator's; and what only looks like one.
/// <see href="https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions"/>
/// </summary>
public sealed class ImplausibleReplyTests(AzuriteFixture azurite)
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
    public async Task ETags_come_in_the_order_of_the_actions_and_none_for_a_deleted_row()
    {
        var committed = Assert.IsType<CommitResult.Committed>(await CommitAsync(Start + Created + Deleted + End, actions: 2));
        Assert.Equal([new ETag("W/\"datetime'2013-04-15T17%3A10%3A34.4549452Z'\""), default], committed.ETags);
    }

    [Fact]
    public async Task A_refused_action_is_named() =>
        Assert.Equal(new CommitResult.Refused(1, CommitRefusal.NotFound), await CommitAsync(Start + Failed + End, actions: 2));

    [Fact]
    public async Task A_refusal_that_names_no_action_is_still_one()
    {
        var reply = (Start + Failed + End).Replace("1:The", "The", StringComparison.Ordinal);
        Assert.Equal(new CommitResult.Refused(-1, CommitRefusal.NotFound), await CommitAsync(reply, actions: 2));
    }

    [Theory]
    [InlineData(1, Start + Created + Deleted + End)]
    [InlineData(3, Start + Created + Deleted + End)]
    [InlineData(1, Start)]
    [InlineData(1, Start + Created)]
    [InlineData(1, "")]
    [InlineData(1, "<html>Sign in to the school's network</html>")]
    public async Task A_reply_to_something_else_has_an_unknown_outcome(int actions, string reply) =>
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(reply, actions));

    [Theory]
    [InlineData(HttpStatusCode.OK, "<html>Sign in to the school's network</html>")]
    [InlineData(HttpStatusCode.OK, "")]
    [InlineData(HttpStatusCode.OK, "[]")]
    [InlineData(HttpStatusCode.OK, """{"value":[{"N":1}],"N":1}""")]
    [InlineData(HttpStatusCode.OK, """{"value":[{"PartitionKey":1}],"PartitionKey":1}""")]
    [InlineData(HttpStatusCode.OK, """{"value":[{"N@odata.type":"Edm.Int64","N":"x"}],"N@odata.type":"Edm.Int64","N":"x"}""")]
    [InlineData(HttpStatusCode.NotFound, "<html>Nothing here</html>")]
    [InlineData(HttpStatusCode.NotFound, "")]
    public async Task What_is_no_row_is_neither_read_nor_missing(HttpStatusCode status, string body)
    {
        var store = Answering(_ => Reply(status, body, "application/json"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync("Responses", "p", "r", default));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.QueryAsync("Responses", "p", "a", "b", null, default).ToListAsync());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CreateTableAsync("Responses", default));
    }

    [Theory]
    [MemberData(nameof(OverLimit.Names), MemberType = typeof(OverLimit))]
    public async Task What_exceeds_a_limit_is_not_sent(string limit)
    {
        var (actions, index) = OverLimit.Transaction(limit, "p");
        var store = Answering(_ => throw new InvalidOperationException("It was sent."));
        Assert.Equal(new CommitResult.Refused(index, CommitRefusal.Invalid), await store.CommitAsync("Responses", actions, default));
    }

    [Fact]
    public async Task A_page_may_be_empty_or_short_and_yet_not_be_the_last()
    {
        var asked = new List<string>();
        var store = Answering(request =>
        {
            asked.Add(request.RequestUri!.Query);
            var page = Reply(
                HttpStatusCode.OK,
                asked.Count == 1 ? """{"value":[]}""" : $$"""{"value":[{"PartitionKey":"p","RowKey":"{{asked.Count}}"}]}""",
                "application/json");
            if (asked.Count < 4)
                page.Headers.Add("x-ms-continuation-NextPartitionKey", $"1!8!{asked.Count}--");
            if (asked.Count == 2)
                page.Headers.Add("x-ms-continuation-NextRowKey", "1!4!cg--");
            return page;
        });
        var rows = await store.QueryAsync("Responses", "p", "a", "b", null, default).Select(row => row.RowKey).ToListAsync();
        Assert.Equal(["2", "3", "4"], rows);
        Assert.Contains("NextPartitionKey=1%218%212--&NextRowKey=1%214%21cg--", asked[2], StringComparison.Ordinal);
        Assert.Contains("NextPartitionKey=1%218%213--", asked[3], StringComparison.Ordinal);
    }

    private async Task<CommitResult> CommitAsync(string reply, int actions)
    {
        var store = Answering(_ => Reply(
            HttpStatusCode.Accepted,
            reply.ReplaceLineEndings("\r\n"),
            "multipart/mixed; boundary=batchresponse_4a637792-b165-4d59-a196-2eda9b77c3a4"));
        return await store.CommitAsync(
            "Responses", [.. Enumerable.Range(0, actions).Select(i => new RowChange(Add, new TableRow("p", $"r{i}")))], default);
    }

    private static HttpResponseMessage Reply(HttpStatusCode status, string body, string contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return new HttpResponseMessage(status) { Content = content };
    }

    private AzureTableStore Answering(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var transport = new HttpClientTransport(new AnsweringHandler(answer));
        var options = new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } };
        return new AzureTableStore(new TableServiceClient(azurite.ConnectionString, options));
    }
}

using System.Net;

using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;


using SurveyStorage.Azure;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Azure;

public sealed class AzureStoreFailureTests(AzuriteFixture azurite)
{
    // Base64 of "wrong key".
    private const string WrongKey = "d3Jvbmcga2V5";

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        var table = await azurite.CreateTableAsync();
        await using var proxy = new FaultyProxy(azurite.Azurite.TableEndpoint);
        var store = Connect(proxy.Through(azurite.ConnectionString)).Tables;

        proxy.BreakRequests(1);
        Assert.IsType<CommitResult.Committed>(await store.CommitAsync(table, [Insert("a")], default));
        proxy.BreakRequests(2);
        Assert.NotNull(await store.GetAsync(table, "p", "a", default));
        Assert.Equal(3, proxy.Broken);
    }

    [Fact]
    public async Task A_commit_whose_reply_is_lost_may_be_refused_as_its_own_duplicate()
    {
        var table = await azurite.CreateTableAsync();
        await using var proxy = new FaultyProxy(azurite.Azurite.TableEndpoint);
        var store = Connect(proxy.Through(azurite.ConnectionString)).Tables;

        proxy.LoseReplies(1);
        Assert.Equal(
            new CommitResult.Refused(0, CommitRefusal.AlreadyExists), await store.CommitAsync(table, [Insert("a")], default));
        Assert.NotNull(await azurite.Tables.GetAsync(table, "p", "a", default));
    }

    [Fact]
    public async Task A_commit_that_never_gets_an_answer_has_no_known_outcome()
    {
        var table = await azurite.CreateTableAsync();
        await using var proxy = new FaultyProxy(azurite.Azurite.TableEndpoint);
        var store = Connect(proxy.Through(azurite.ConnectionString)).Tables;

        proxy.LoseReplies(100);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(table, [Insert("a")], default));
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_named_with_what_to_do_and_without_its_key()
    {
        var port = FreePort.Find();
        var storage = Connect(
            $"AccountName=devstoreaccount1;AccountKey={WrongKey};TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"
            + $"QueueEndpoint=http://127.0.0.1:{port}/devstoreaccount1;");

        var table = await Assert.ThrowsAsync<StoreUnavailableException>(() => storage.Tables.GetAsync("Responses", "p", "r", default));
        var queue = await Assert.ThrowsAsync<StoreUnavailableException>(() => storage.Queues.CountAsync("pending", default));
        foreach (var exception in new[] { table, queue })
        {
            Assert.Contains($"http://127.0.0.1:{port}/devstoreaccount1", exception.Message, StringComparison.Ordinal);
            Assert.Contains("npx --prefix tools/azurite azurite", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(WrongKey, exception.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refused_credentials_say_where_they_are_set_and_do_not_print()
    {
        var endpoint = azurite.Azurite.TableEndpoint;
        var store = Connect(
            $"AccountName=devstoreaccount1;AccountKey={WrongKey};TableEndpoint={endpoint};QueueEndpoint={endpoint}").Tables;
        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync("Responses", [Insert("a")], default));
        Assert.Contains("AzureWebJobsStorage", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongKey, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overloaded_store_passes_on_when_to_come_back()
    {
        var exception = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Answering(HttpStatusCode.ServiceUnavailable, "").CommitAsync("Responses", [Insert("a")], default));
        Assert.Equal(TimeSpan.FromSeconds(7), exception.RetryAfter);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "<html>Sign in to the school's network</html>")]
    [InlineData(HttpStatusCode.NotFound, "<html>Nothing here</html>")]
    [InlineData(HttpStatusCode.NotFound, """{"odata.error":{"code":"ResourceNotFound","message":{"value":"x"}}}""")]
    [InlineData(HttpStatusCode.BadRequest, """{"odata.error":{"code":"InvalidAuthenticationInfo","message":{"value":"x"}}}""")]
    [InlineData(HttpStatusCode.InternalServerError, "")]
    public async Task What_is_no_answer_to_a_commit_is_no_refusal(HttpStatusCode status, string body) =>
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Answering(status, body).CommitAsync("Responses", [Insert("a")], default));

    [Theory]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "")]
    [InlineData(HttpStatusCode.BadRequest, """{"odata.error":{"code":"InvalidInput","message":{"value":"x"}}}""")]
    public async Task A_commit_that_the_service_will_never_take_is_invalid(HttpStatusCode status, string body) =>
        Assert.Equal(
            new CommitResult.Refused(-1, CommitRefusal.Invalid),
            await Answering(status, body).CommitAsync("Responses", [Insert("a")], default));

    [Fact]
    public async Task Messages_are_text_and_not_Base64_to_the_host()
    {
        var queue = await azurite.CreateQueueAsync();
        await azurite.Queues.SendAsync(queue, "plain", TimeSpan.Zero, default);
        var raw = new QueueClient(azurite.ConnectionString, queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        Assert.Equal("plain", (await raw.PeekMessageAsync()).Value.MessageText);
    }

    [Fact]
    public async Task Deleting_a_message_where_something_else_answers_does_not_say_that_it_is_gone()
    {
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        var options = new QueueClientOptions { Transport = new HttpClientTransport(handler) };
        var store = new AzureQueueStore(new QueueServiceClient(azurite.ConnectionString, options));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.DeleteAsync("pending", new ReceivedMessage("id", "receipt", "", 1), default));
    }

    /// <summary>A store behind which something always answers the same, at once.</summary>
    private AzureTableStore Answering(HttpStatusCode status, string body)
    {
        var handler = new AnsweringHandler(_ => new HttpResponseMessage(status)
        {
            Content = new StringContent(body),
            Headers = { { "Retry-After", "7" } },
        });
        var options = new TableClientOptions { Transport = new HttpClientTransport(handler), Retry = { MaxRetries = 0 } };
        return new AzureTableStore(new TableServiceClient(azurite.ConnectionString, options));
    }

    private static RowChange Insert(string rowKey) => new(Add, new TableRow("p", rowKey));

    private static AzureStorage Connect(string connectionString) =>
        AzureStorage.Connect(new AzureStorageOptions { ConnectionString = connectionString });
}

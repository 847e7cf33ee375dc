using System.Net;

using Azure;
using Azure.Core.Pipeline;

using SurveyStorage.Azure;
using SurveyStorage.Tests.Contract;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Azure;

public sealed class TableClientTests(AzuriteFixture azurite)
{
    [Theory]
    [MemberData(nameof(OverLimit.Names), MemberType = typeof(OverLimit))]
    public async Task What_exceeds_a_limit_is_not_sent(string limit)
    {
        using var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.Accepted));
        var options = new TableClientOptions { Transport = new HttpClientTransport(handler) };
        var client = new TableServiceClient(azurite.ConnectionString, options).GetTableClient("Responses");
        var (actions, index) = OverLimit.Transaction(limit, "p");

        var refused = await Assert.ThrowsAsync<InvalidRowChangeException>(() => client.SubmitTransactionAsync(actions));
        Assert.Equal(index, refused.ActionIndex);
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task A_refusal_before_sending_names_the_property_and_holds_no_value()
    {
        var client = new TableServiceClient(azurite.ConnectionString).GetTableClient("Responses");
        var row = new TableRow("p", "r") { ["Comment"] = "secret" + new string('x', 40000) };
        var refused = await Assert.ThrowsAsync<InvalidRowChangeException>(
            () => client.SubmitTransactionAsync([new RowChange(Add, row)]));
        Assert.Equal("Comment", refused.PropertyName);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_action_is_named_with_its_code()
    {
        var client = await NewTableAsync();
        await client.SubmitTransactionAsync([Insert("taken")]);
        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => client.SubmitTransactionAsync([Insert("a"), Insert("b"), Insert("taken"), Insert("c")]));
        Assert.Equal(2, failed.FailedTransactionActionIndex);
        Assert.Equal(TableErrorCode.EntityAlreadyExists, failed.ErrorCode);
        Assert.Equal(409, failed.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Small_pages_give_every_row_once(int perPage)
    {
        var client = await NewTableAsync();
        var keys = Enumerable.Range(0, 20).Select(i => $"é {i:00}").ToList();
        await client.SubmitTransactionAsync([.. keys.Select(Insert)]);
        Assert.Equal(keys, await client.QueryAsync(maxPerPage: perPage).Select(row => row.RowKey).ToListAsync());
    }

    [Fact]
    public async Task A_deleted_table_is_not_there()
    {
        var client = await NewTableAsync();
        await client.DeleteTableAsync();
        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => client.GetEntityIfExistsAsync("p", "r"));
        Assert.Equal(TableErrorCode.TableNotFound, missing.ErrorCode);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1table")]
    [InlineData("with-dash")]
    [InlineData("Tables('x')")]
    public void A_name_that_no_table_can_have_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new TableServiceClient(azurite.ConnectionString).GetTableClient(name));

    [Fact]
    public async Task A_key_with_a_quote_before_a_comma_is_inserted_and_read()
    {
        // Azurite finds a row's keys in an address of a transaction with a pattern that such a key breaks, so that it can
        // be inserted and read there, but neither replaced nor deleted. Azure reads the address as it is written.
        var client = await NewTableAsync();
        var row = new TableRow("p", "a',b") { ["N"] = 1 };
        await client.SubmitTransactionAsync([new RowChange(Add, row)]);
        RowAssert.Same(row, await client.GetEntityIfExistsAsync("p", "a',b"));
    }

    private static RowChange Insert(string rowKey) => new(Add, new TableRow("p", rowKey));

    private async Task<TableClient> NewTableAsync() =>
        new TableServiceClient(azurite.ConnectionString).GetTableClient(await azurite.CreateTableAsync());
}

using System.Net;

using Azure;
using Azure.Core.Pipeline;

using SurveyStorage.Azure;

using TestSupport;

namespace SurveyStorage.Tests.Azure;

public sealed class TableSharedKeyPolicyTests(AzuriteFixture azurite)
{
    // Base64 of "key of the test vector". The signatures were computed with Python's hmac and hashlib.
    private const string Key = "a2V5IG9mIHRoZSB0ZXN0IHZlY3Rvcg==";

    private static readonly Uri Endpoint = new("http://127.0.0.1/survey");
    private static readonly TableSharedKeyCredential Credential = new("coalition", Key);

    [Fact]
    public async Task A_request_is_signed_with_its_date_and_resource()
    {
        using var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
        var options = Options(handler, new ManualTimeProvider());
        await new TableServiceClient(Endpoint, Credential, options).GetTableClient("Responses").CreateIfNotExistsAsync();

        var request = Assert.Single(handler.Requests);
        Assert.Equal("Mon, 02 Mar 2026 12:00:00 GMT", Assert.Single(request.Headers.GetValues("x-ms-date")));
        Assert.Equal(
            "SharedKeyLite coalition:GMp1r3aexn8sgBj2LPioqzkqMSd4+Wn+Acq215AKlWY=",
            Assert.Single(request.Headers.GetValues("Authorization")));
    }

    [Fact]
    public async Task The_resource_is_signed_as_it_is_escaped()
    {
        using var handler = new AnsweringHandler(_ => new HttpResponseMessage(HttpStatusCode.InternalServerError));
        var client = new TableServiceClient(new Uri("http://127.0.0.1"), Credential, Options(handler, new ManualTimeProvider()));
        await Assert.ThrowsAsync<RequestFailedException>(
            () => client.GetTableClient("Responses").GetEntityIfExistsAsync("o'clock + %", "é"));
        Assert.Equal(
            "SharedKeyLite coalition:bt9mjJ4AlVNDUSGx4sUFEEjAbEWFTQxNlI8c0m8KZU8=",
            Assert.Single(handler.Requests[0].Headers.GetValues("Authorization")));
    }

    [Fact]
    public async Task A_retry_is_signed_anew()
    {
        var clock = new ManualTimeProvider();
        using var handler = new AnsweringHandler(_ =>
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            return new HttpResponseMessage(
                clock.GetUtcNow().Minute == 5 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.NoContent);
        });
        var options = Options(handler, clock);
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        await new TableServiceClient(Endpoint, Credential, options).GetTableClient("Responses").CreateIfNotExistsAsync();

        Assert.Equal(
            [
                "SharedKeyLite coalition:GMp1r3aexn8sgBj2LPioqzkqMSd4+Wn+Acq215AKlWY=",
                "SharedKeyLite coalition:wgLEmmxHUVxWFcYNPk1b6+f7AWQxHV/gvvUh5tYb4iM=",
            ],
            handler.Requests.Select(request => Assert.Single(request.Headers.GetValues("Authorization"))));
    }

    [Fact]
    public async Task The_store_takes_the_right_key_and_refuses_a_wrong_one()
    {
        var table = AzuriteFixture.NewName();
        var right = new TableServiceClient(azurite.ConnectionString).GetTableClient(table);
        Assert.True(await right.CreateIfNotExistsAsync());
        Assert.False(await right.CreateIfNotExistsAsync());

        var wrong = new TableServiceClient(azurite.Azurite.TableEndpoint, new TableSharedKeyCredential("devstoreaccount1", Key));
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => wrong.GetTableClient(table).GetEntityIfExistsAsync("p", "r"));
        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public void A_key_that_is_not_Base64_is_refused_without_quoting_it()
    {
        var exception = Assert.Throws<FormatException>(() => new TableSharedKeyCredential("coalition", "not-a-key!"));
        Assert.DoesNotContain("not-a-key", exception.ToString(), StringComparison.Ordinal);
    }

    private static TableClientOptions Options(HttpMessageHandler handler, TimeProvider clock)
    {
        var options = new TableClientOptions { TimeProvider = clock, Transport = new HttpClientTransport(handler) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }
}

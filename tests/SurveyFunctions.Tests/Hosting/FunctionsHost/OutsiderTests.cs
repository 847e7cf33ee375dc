using System.Net;
using System.Text;

using SurveyEngine.Intake;

using SurveyFunctions.Tests.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>What somebody reaches who can only send requests to the host's address.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class OutsiderTests(AppFixture app)
{
    private static readonly string[] Forged =
    [
        "Accept: */*", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost", "X-Forwarded-Proto: https", "Forwarded: for=127.0.0.1;host=localhost",
        "X-Original-Host: localhost", "x-ms-invocation-id: 0b3b0f0c-5d0e-4e0e-9c39-6a6f3f0f3a51", "x-functions-key: x", "X-HTTP-Method-Override: GET",
        "X-Azure-Functions-InvocationId: 0b3b0f0c-5d0e-4e0e-9c39-6a6f3f0f3a51", "x-ms-client-principal-name: admin", "DISGUISED-HOST: localhost",
    ];

    [Theory]
    [InlineData("/AggregateResponses")]
    [InlineData("/aggregateresponses/")]
    [InlineData("/api/AggregateResponses")]
    [InlineData("/SweepPending")]
    [InlineData("/NightlyRollup")]
    [InlineData("/admin/functions/AggregateResponses")]
    [InlineData("/admin/functions/SweepPending")]
    [InlineData("/admin/host/status")]
    [InlineData("/runtime/webhooks/queue")]
    [InlineData("/AzureFunctionsRpcMessages.FunctionRpc/EventStream")]
    [InlineData("//SweepPending")]
    [InlineData("/assets/..%2FSweepPending")]
    public async Task No_address_starts_what_a_queue_or_a_timer_starts(string path)
    {
        var wave = await app.OpenWaveAsync();
        Assert.Equal(IntakeOutcome.Accepted, await app.Engine.Accept.AcceptAsync(wave.Submission()));
        var message = PendingMessage.Write(wave.Wave.PartitionOf(wave.Schools[0]));

        foreach (var header in Forged)
        {
            foreach (var method in new[] { "POST", "GET" })
            {
                var answer = await RawHttp.SendAsync(
                    app.Hosted.Address,
                    $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nContent-Type: application/json\r\nContent-Length: {message.Length}\r\nConnection: close\r\n\r\n{message}");

                Assert.Equal((header, 404), (header, RawHttp.StatusOf(answer)));
            }
        }
        var verified = await app.Engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Equal((1, 1), (verified.Responses, verified.Pending));
    }

    /// <summary>The host tells the requests that it forwards apart by a header.</summary>
    [Fact]
    public async Task Requests_that_bear_the_id_of_the_same_call_are_each_answered_for_themselves()
    {
        var wave = await app.OpenWaveAsync();
        var ids = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToList();

        var answers = await Task.WhenAll(ids.Select(id => Answered.ToAsync(app.Hosted.Client, Submission(wave, id))));

        Assert.All(answers, answered => Assert.Equal(HttpStatusCode.Created, answered.Status));
        Assert.Equal(
            ids.Select(id => WithdrawalJson.ReceiptOf(wave, id)), answers.Select(answered => answered.Json.GetProperty("receipt").GetString()));
        Assert.Equal(ids.Select(SubmissionJson.RowKey).Order(), (await app.ResponsesAsync(wave)).Select(row => row.RowKey).Order());
    }

    /// <summary>Query parameters reach the worker beside the values of the route.</summary>
    [Fact]
    public async Task A_query_stands_for_nothing_that_the_path_says()
    {
        var (wave, other) = (await app.OpenWaveAsync(), await app.OpenWaveAsync());
        var address = $"{SubmissionJson.Address(wave)}?wave={other.Id}&WAVE={other.Id}&request={other.Id}&cancellationToken=x&school=school-001&$return=x";

        var answered = await Answered.ToPostAsync(app.Hosted.Client, address, SubmissionJson.Of(wave, Guid.NewGuid()));

        Assert.Equal(HttpStatusCode.Created, answered.Status);
        Assert.Single(await app.ResponsesAsync(wave));
        Assert.Empty(await app.ResponsesAsync(other));
    }

    private static HttpRequestMessage Submission(TestWave wave, Guid id)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, SubmissionJson.Address(wave))
        {
            Content = new StringContent(SubmissionJson.Of(wave, id), Encoding.UTF8, "application/json"),
        };
        foreach (var header in Forged)
        {
            var (name, value) = (header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }
}

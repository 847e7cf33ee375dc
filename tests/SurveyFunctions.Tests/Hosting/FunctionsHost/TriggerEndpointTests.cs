using System.Net;
using System.Text;
using System.Text.Json;

using SurveyStore.Intake;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>The test plays the Functions host.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class TriggerEndpointTests(AppFixture app)
{
    private const string RunningTimer =
        """{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-03-02T09:00:00+00:00","Next":"2026-03-03T09:00:00+00:00","LastUpdated":"2026-03-02T09:00:00+00:00"},"IsPastDue":false}},"Metadata":{"sys":{"MethodName":"SweepPending","UtcNow":"2026-03-02T09:00:00Z","RandGuid":"6b5ff3b1-3f2c-4f0c-8a1e-0a3d2a9a0c11"}}}""";

    private const string FirstTimer =
        """{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":true}},"Metadata":{}}""";

    private HttpClient Client => app.Hosted.Client;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_queue_message_folds_what_is_pending(int quoted)
    {
        var wave = await PendingAsync();

        var answered = await CallAsync("AggregateResponses", QueueCall(MessageOf(wave), quoted));

        AssertDone(answered);
        Assert.Equal((1, 0), await StoredAndPendingAsync(wave));
    }

    [Fact]
    public async Task What_a_message_wrote_into_the_metadata_is_not_believed()
    {
        var (wave, other) = (await PendingAsync(), await PendingAsync());
        var metadata = $$"""
            {"DequeueCount":"1","Id":{"message":{{JsonSerializer.Serialize(MessageOf(other))}}},"PopReceipt":null,"v":7,"partition":"x!y!00000",
             "message":{{JsonSerializer.Serialize(MessageOf(other))}},"Data":{"message":{{JsonSerializer.Serialize(MessageOf(other))}}},"sys":[]}
            """;

        var answered = await CallAsync("AggregateResponses", QueueCall(MessageOf(wave), quoted: 2, metadata));

        AssertDone(answered);
        Assert.Equal((1, 0), await StoredAndPendingAsync(wave));
        Assert.Equal((1, 1), await StoredAndPendingAsync(other));
    }

    [Theory]
    [InlineData(RunningTimer)]
    [InlineData(FirstTimer)]
    public async Task A_timer_sweeps_what_is_pending(string call)
    {
        var wave = await PendingAsync();

        var answered = await CallAsync("SweepPending", call);

        AssertDone(answered);
        Assert.Equal((1, 0), await StoredAndPendingAsync(wave));
    }

    [Fact]
    public async Task A_timer_publishes_a_release()
    {
        var wave = await app.OpenWaveBeforeLastNightAsync();

        AssertDone(await CallAsync("NightlyRollup", RunningTimer));

        var results = await Answered.ToGetAsync(Client, $"/api/waves/{wave.Id}/results/network");
        Assert.Equal(HttpStatusCode.OK, results.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""{"Data":{"message":"\"{\\\"v\\\":2,\\\"partition\\\":\\\"tenant!wave!00000\\\"}\""}}""")]
    [InlineData("""{"Data":{"message":"\"{\\\"v\\\":1,\\\"partition\\\":\\\"no-such-tenant!no-such-wave!00000\\\"}\""}}""")]
    [InlineData("""{"Data":{"message":"\"{\\\"v\\\":1,\\\"partition\\\":\\\"../..\\\"}\""}}""")]
    [InlineData("""{"Data":{"message":""}}""")]
    [InlineData(RunningTimer)]
    public async Task A_message_that_cannot_be_worked_on_fails_and_so_stays(string call) =>
        Assert.Equal(HttpStatusCode.InternalServerError, (await CallAsync("AggregateResponses", call)).Status);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Data":{"message":"x"}}""")]
    public async Task A_call_that_is_no_timer_fails(string call)
    {
        Assert.Equal(HttpStatusCode.InternalServerError, (await CallAsync("NightlyRollup", call)).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await CallAsync("SweepPending", call)).Status);
    }

    [Theory]
    [InlineData("AggregateResponses")]
    [InlineData("NightlyRollup")]
    [InlineData("SweepPending")]
    [InlineData("aggregateresponses")]
    [InlineData("SweepPending/")]
    public async Task An_outsider_reaches_no_trigger(string function)
    {
        string[] headers =
        [
            "Host: surveys.example.org", "Host: 203.0.113.7", "Host: 127.0.0.1.example.org", "Host: localhost.example.org",
            "X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: ", "x-azure-clientip: 203.0.113.7",
            "X-Forwarded-Host: surveys.example.org", "Forwarded: for=203.0.113.7", "X-Original-Host: surveys.example.org",
        ];
        var wave = await PendingAsync();
        var body = function.StartsWith("Aggregate", StringComparison.OrdinalIgnoreCase) ? QueueCall(MessageOf(wave), quoted: 2) : RunningTimer;
        foreach (var header in headers)
        {
            var host = header.StartsWith("Host", StringComparison.Ordinal) ? "" : $"Host: {app.Hosted.Address.Authority}\r\n";

            var answer = await RawHttp.SendAsync(
                app.Hosted.Address,
                $"POST /{function} HTTP/1.1\r\n{host}{header}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

            Assert.Equal((header, 404), (header, RawHttp.StatusOf(answer)));
        }
        Assert.Equal((1, 1), await StoredAndPendingAsync(wave));
    }

    [Theory]
    [InlineData("AggregateResponses")]
    [InlineData("NightlyRollup")]
    [InlineData("SweepPending")]
    public async Task Without_the_host_there_are_no_triggers(string function)
    {
        var answered = await Answered.ToPostAsync(app.Standalone.Client, "/" + function, RunningTimer);

        Assert.Equal(HttpStatusCode.NotFound, answered.Status);
    }

    private Task<Answered> CallAsync(string function, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/" + function) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1036.1.1");
        return Answered.ToAsync(Client, request);
    }

    private static string QueueCall(string message, int quoted, string metadata = """{"DequeueCount":"1","Id":"\"4e77\"","PopReceipt":"\"AgAA\"","sys":{}}""")
    {
        for (var i = 0; i < quoted; i++)
            message = JsonSerializer.Serialize(message);
        return $$"""{"Data":{"message":{{message}} },"Metadata":{{metadata}} }""";
    }

    private static string MessageOf(TestWave wave) => PendingMessage.Write(wave.Wave.PartitionOf(wave.Schools[0]));

    private static void AssertDone(Answered answered)
    {
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answered.Status, answered["Content-Type"]));
        Assert.Equal(JsonValueKind.Object, answered.Json.ValueKind);
    }

    private async Task<TestWave> PendingAsync()
    {
        var wave = await app.OpenWaveAsync();
        Assert.Equal(IntakeOutcome.Accepted, await app.Engine.Accept.AcceptAsync(wave.Submission()));
        return wave;
    }

    private async Task<(int Stored, int Pending)> StoredAndPendingAsync(TestWave wave)
    {
        var verified = await app.Engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Empty(verified.Discrepancies);
        return (verified.Responses, verified.Pending);
    }
}

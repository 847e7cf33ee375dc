using System.Net;

using System.Text.Json;

using SurveyEngine.Intake;

using TestSupport;
using TestSupport.FunctionsHost;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>Every function, called as the Functions host calls it.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class WorkerTests(AppFixture app)
{
    private const string PublicHost = "surveys.example.org";

    private static readonly DateTimeOffset LastFired = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<bool, DateTimeOffset?> Timers => new() { { false, LastFired }, { true, LastFired }, { true, null } };

    [Fact]
    public async Task Every_http_function_does_what_is_valid_refuses_what_is_not_and_never_speaks_of_the_host_it_was_called_under()
    {
        var calls = await HttpCalls.PrepareAsync(app);
        Assert.Equal(
            app.Hosted.Functions.Values.Where(function => function.Bindings.Any(binding => binding.Contains("httpTrigger", StringComparison.Ordinal)))
                .Select(function => function.Name).Order(),
            calls.Valid().Concat(calls.Invalid()).Select(call => call.Function).Distinct().Order());

        foreach (var (function, status, request) in calls.Valid().Concat(calls.Invalid()))
        {
            request.Headers.Host = PublicHost;
            var answered = await Answered.ToAsync(app.Hosted.Client, request);

            Assert.Equal((function, request.RequestUri, status), (function, request.RequestUri, (int)answered.Status));
            Assert.DoesNotContain(PublicHost, answered.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", answered.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("localhost", answered.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("//", answered["Location"] ?? "", StringComparison.Ordinal);
        }
        Assert.Equal(3, (await app.ResponsesAsync(calls.Wave)).Count(row => row.GetString("Answers") is not null));
    }

    [Fact]
    public async Task A_body_of_unknown_length_gets_to_its_function()
    {
        var calls = await HttpCalls.PrepareAsync(app);
        foreach (var (function, status, request) in calls.Valid().Where(call => call.Request.Content is not null))
        {
            request.Headers.TransferEncodingChunked = true;
            var answered = await Answered.ToAsync(app.Hosted.Client, request);

            Assert.Equal((function, status), (function, (int)answered.Status));
        }
    }

    [Fact]
    public async Task While_the_storage_fails_every_function_says_so()
    {
        var calls = await HttpCalls.PrepareAsync(app);
        await using var proxy = new FaultyProxy(app.Azurite.Azurite.TableEndpoint);
        // From the start on: what is read ahead is known for some seconds.
        proxy.BreakRequests(int.MaxValue);
        await using var host = await Hosts.StartAsync(proxy.Through(app.Azurite.ConnectionString));

        await Task.WhenAll(calls.Valid().Select(async call =>
        {
            var answered = await Answered.ToAsync(host.Client, call.Request);

            // Without a session nobody looks anything up.
            var needsStorage = call.Status is not 302 && call.Function is not ("Assets" or "SignIn");
            Assert.Equal((call.Function, needsStorage ? 503 : call.Status), (call.Function, (int)answered.Status));
            Assert.Equal(needsStorage, answered["Retry-After"] is not null);
        }));
        // Whose session it is cannot be told: that is no reason to end it.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Answered.ToGetAsync(host.Client, "/your-surveys", ("Cookie", "session=CfDJ8"))).Status);
        AssertFailed("StoreUnavailableException", await host.InvokeAsync("AggregateResponses", TriggerData.QueueMessage(MessageOf(calls.Wave))));
        AssertFailed("StoreUnavailableException", await host.InvokeAsync("SweepPending", TriggerData.Timer()));
        AssertFailed("StoreUnavailableException", await host.InvokeAsync("NightlyRollup", TriggerData.Timer()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_queue_message_folds_what_is_pending(int dequeueCount)
    {
        var wave = await PendingAsync();

        AssertDone(await app.Hosted.InvokeAsync("AggregateResponses", TriggerData.QueueMessage(MessageOf(wave), dequeueCount)));

        Assert.Equal((1, 0), await StoredAndPendingAsync(wave));
    }

    [Fact]
    public async Task What_a_message_wrote_into_the_metadata_is_not_believed()
    {
        var (wave, other) = (await PendingAsync(), await PendingAsync());
        var quoted = JsonSerializer.Serialize(MessageOf(other));
        var message = $$"""{"message":{{quoted}},"Message":{{quoted}},"QueueTrigger":{{quoted}},"Id":{"message":{{quoted}} },{{MessageOf(wave)[1..]}}""";

        AssertDone(await app.Hosted.InvokeAsync("AggregateResponses", TriggerData.QueueMessage(message)));

        Assert.Equal((1, 0), await StoredAndPendingAsync(wave));
        Assert.Equal((1, 1), await StoredAndPendingAsync(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""{"v":2,"partition":"tenant!wave!00000"}""")]
    [InlineData("""{"v":1,"partition":"no-such-tenant!no-such-wave!00000"}""")]
    [InlineData("""{"v":1,"partition":"../.."}""")]
    public async Task A_message_that_cannot_be_worked_on_fails_and_so_stays(string message) =>
        AssertFailed("", await app.Hosted.InvokeAsync("AggregateResponses", TriggerData.QueueMessage(message)));

    [Theory]
    [MemberData(nameof(Timers))]
    public async Task A_timer_folds_what_is_pending(bool isPastDue, DateTimeOffset? last)
    {
        var wave = await PendingAsync();

        AssertDone(await app.Hosted.InvokeAsync("SweepPending", TriggerData.Timer(isPastDue, last)));

        Assert.Equal((1, 0), await StoredAndPendingAsync(wave));
    }

    [Theory]
    [MemberData(nameof(Timers))]
    public async Task A_timer_publishes_a_release(bool isPastDue, DateTimeOffset? last)
    {
        var wave = await app.OpenWaveBeforeLastNightAsync();

        AssertDone(await app.Hosted.InvokeAsync("NightlyRollup", TriggerData.Timer(isPastDue, last)));

        Assert.Equal(200, (int)(await Answered.ToGetAsync(app.Hosted.Client, $"/api/waves/{wave.Id}/results/network")).Status);
    }

    [Fact]
    public async Task A_run_that_the_host_cancels_ends_and_another_does_its_work()
    {
        var wave = await PendingAsync();
        await using var proxy = new FaultyProxy(app.Azurite.Azurite.TableEndpoint);
        await using var host = await Hosts.StartAsync(proxy.Through(app.Azurite.ConnectionString));
        using var cancelling = new CancellationTokenSource();
        // What the app reads ahead is read: the next request is the run's, and the run has begun.
        Assert.Equal(200, (int)(await Answered.ToGetAsync(host.Client, "/")).Status);
        proxy.Hold();

        var running = host.InvokeAsync("SweepPending", TriggerData.Timer(), cancelling.Token);
        await Hosts.UntilAsync(() => proxy.Held > 0);
        Assert.False(running.IsCompleted);
        await cancelling.CancelAsync();

        var cancelled = await running;
        Assert.NotEqual(InvocationStatus.Succeeded, cancelled.Status);
        Assert.Matches(@"^System\.[A-Za-z.]*CanceledException ", cancelled.Exception);
        proxy.Release();
        AssertDone(await host.InvokeAsync("SweepPending", TriggerData.Timer()));
        Assert.Equal((1, 0), await StoredAndPendingAsync(wave));
    }

    private static string MessageOf(TestWave wave) => PendingMessage.Write(wave.Wave.PartitionOf(wave.Schools[0]));

    private static void AssertDone(InvocationResult result) =>
        Assert.Equal(new InvocationResult(InvocationStatus.Succeeded, Exception: null, SentBack: null), result);

    private static void AssertFailed(string exception, InvocationResult result)
    {
        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Contains(exception, result.Exception, StringComparison.Ordinal);
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

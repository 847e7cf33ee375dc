using System.Net;
using System.Net.Sockets;
using System.Text;

using Microsoft.Extensions.Logging;

using SurveyEngine.Keys;

using SurveyFunctions.Tests.Intake;

using TestSupport.FunctionsHost;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>Clients go away, and workers end or are killed, in the middle of their work.</summary>
[Collection(FoldingEverything.Collection)]
public sealed class WorkerEndingTests(OwnAzurite own) : IClassFixture<OwnAzurite>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_page_that_nobody_waits_for_any_more_is_given_up()
    {
        await using var proxy = own.NewProxy();
        await using var host = await Hosts.StartAsync(proxy.Through(own.Azurite.ConnectionString));
        await Answered.ToGetAsync(host.Client, "/dashboard/no-such-wave");
        proxy.Hold();
        using var leaving = new CancellationTokenSource();

        var left = host.Client.GetAsync("/dashboard/no-such-wave", leaving.Token);
        await Hosts.UntilAsync(() => proxy.Held > 0);
        Assert.Equal(1, host.HttpInvocations);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await Hosts.UntilAsync(() => host.HttpInvocations == 2);

        // It has not waited until the storage was given up.
        Assert.DoesNotContain(host.Logs, log => log.Level >= LogLevel.Warning);
        Assert.Equal(1, proxy.Held);
        proxy.Release();
    }

    [Fact]
    public async Task A_client_that_went_away_while_its_response_was_stored_gets_its_receipt_when_it_sends_it_again()
    {
        await using var proxy = own.NewProxy();
        await using var host = await Hosts.StartAsync(proxy.Through(own.Azurite.ConnectionString));
        var wave = await TestWave.OpenAsync(own.Engine);
        Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(host, wave, Guid.NewGuid())).Status);
        var id = Guid.NewGuid();
        proxy.Hold();
        using var leaving = new CancellationTokenSource();

        using var body = new StringContent(SubmissionJson.Of(wave, id), Encoding.UTF8, "application/json");
        var left = host.Client.PostAsync(SubmissionJson.Address(wave), body, leaving.Token);
        await Hosts.UntilAsync(() => proxy.Held > 0);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        proxy.Release();
        await Hosts.UntilAsync(() => host.HttpInvocations == 2);

        Assert.Equal(HttpStatusCode.OK, (await SubmitAsync(host, wave, id)).Status);
        Assert.Equal(2, (await StoredResponses.VerifiedAsync(own.Engine, wave)).Count);
    }

    [Fact]
    public async Task A_client_that_goes_away_before_it_has_sent_everything_stores_nothing()
    {
        await using var host = await Hosts.StartAsync(own.Azurite.ConnectionString);
        var wave = await TestWave.OpenAsync(own.Engine);
        var body = SubmissionJson.Of(wave, Guid.NewGuid());
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(host.Address.Host, host.Address.Port);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {SubmissionJson.Address(wave)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length + 1}\r\n\r\n{body}"));
            Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(host, wave, Guid.NewGuid())).Status);
        }

        await Hosts.UntilAsync(() => host.HttpInvocations == 2);

        Assert.Single(await StoredResponses.VerifiedAsync(own.Engine, wave));
    }

    [Fact]
    public async Task What_was_acknowledged_before_the_worker_was_killed_is_all_there_and_another_worker_goes_on()
    {
        const int Schools = 60, Lanes = 8, Enough = 150;
        await using var host = await Hosts.StartAsync(own.Azurite.ConnectionString);
        var wave = await TestWave.OpenAsync(own.Engine, Schools);
        var first = host.WorkerProcessId;
        var (acknowledged, isOver) = (0, false);
        var submitting = Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => SubmitOnAsync(lane))).ToList();

        await Hosts.UntilAsync(() => Volatile.Read(ref acknowledged) >= Enough);
        await host.KillWorkerAsync();
        var before = Volatile.Read(ref acknowledged);
        await Hosts.UntilAsync(() => Volatile.Read(ref acknowledged) >= before + Enough);
        Volatile.Write(ref isOver, true);

        var told = (await Task.WhenAll(submitting)).SelectMany(ids => ids).ToList();
        Assert.NotEqual(first, host.WorkerProcessId);
        var stored = await StoredResponses.VerifiedAsync(own.Engine, wave);
        Assert.Subset(stored.ToHashSet(), told.Select(SubmissionJson.RowKey).ToHashSet());
        Assert.InRange(stored.Count, told.Count, told.Count + Lanes);
        Assert.Equal(InvocationStatus.Succeeded, (await host.InvokeAsync("SweepPending", TriggerData.Timer())).Status);
        Assert.Equal(stored.Order(), (await StoredResponses.VerifiedAsync(own.Engine, wave)).Order());

        async Task<List<Guid>> SubmitOnAsync(int lane)
        {
            var ids = new List<Guid>();
            for (var i = 0; !Volatile.Read(ref isOver); i++)
            {
                var id = Guid.NewGuid();
                try
                {
                    if ((await SubmitAsync(host, wave, id, (lane + i) % Schools)).Status != HttpStatusCode.Created)
                        continue;
                }
                catch (HttpRequestException)
                {
                    // The worker died after its answer had begun.
                    continue;
                }
                ids.Add(id);
                Interlocked.Increment(ref acknowledged);
            }
            return ids;
        }
    }

    [Fact]
    public async Task A_run_whose_worker_was_killed_has_failed()
    {
        await using var proxy = own.NewProxy();
        await using var host = await Hosts.StartAsync(proxy.Through(own.Azurite.ConnectionString));
        proxy.Hold();
        var running = host.InvokeAsync("SweepPending", TriggerData.Timer());
        await Hosts.UntilAsync(() => proxy.Held > 0);

        await host.KillWorkerAsync();
        proxy.Release();

        Assert.Equal(InvocationStatus.Failed, (await running).Status);
        Assert.Equal(InvocationStatus.Succeeded, (await host.InvokeAsync("SweepPending", TriggerData.Timer())).Status);
    }

    [Fact]
    public async Task Requests_that_wait_for_the_storage_are_finished_and_announced_before_the_worker_ends()
    {
        const int Responses = 50;
        await using var proxy = own.NewProxy();
        await using var host = await Hosts.StartAsync(proxy.Through(own.Azurite.ConnectionString));
        var wave = await TestWave.OpenAsync(own.Engine);
        Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(host, wave, Guid.NewGuid())).Status);
        await TakeMessagesAsync();
        proxy.Hold();
        var answers = Enumerable.Range(0, Responses).Select(_ => SubmitAsync(host, wave, Guid.NewGuid())).ToList();
        await Hosts.UntilAsync(() => proxy.Held > 0);

        var ending = host.TerminateWorkerAsync();
        await Hosts.UntilAsync(() => host.Output.Contains("shutting down", StringComparison.Ordinal));
        Assert.DoesNotContain(answers, answer => answer.IsCompleted);
        proxy.Release();

        Assert.All(await Task.WhenAll(answers), answered => Assert.Equal(HttpStatusCode.Created, answered.Status));
        Assert.Equal(0, await ending);
        Assert.Equal(Responses + 1, (await StoredResponses.VerifiedAsync(own.Engine, wave)).Count);
        Assert.Equal(wave.Wave.PartitionOf(wave.Schools[0]).Key, Assert.Single(await TakeMessagesAsync()));
    }

    [Fact]
    public async Task A_worker_that_ended_in_order_is_not_asked_until_another_was_started()
    {
        await using var host = await Hosts.StartAsync(own.Azurite.ConnectionString);
        Assert.Equal(0, await host.TerminateWorkerAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Answered.ToGetAsync(host.Client, "/")).Status);
        Assert.Equal(InvocationStatus.Failed, (await host.InvokeAsync("SweepPending", TriggerData.Timer())).Status);
        await host.RestartWorkerAsync();

        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(host.Client, "/")).Status);
        Assert.Equal(InvocationStatus.Succeeded, (await host.InvokeAsync("SweepPending", TriggerData.Timer())).Status);
    }

    [Fact]
    public async Task A_worker_that_does_not_start_says_why()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Hosts.StartAsync("nonsense"));

        Assert.Contains("ended with 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("not a connection string", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_worked_on_and_one_of_an_unknown_version_is_given_up()
    {
        const string Unknown = """{"v":2,"partition":"tenant!wave!00000"}""";
        var queues = own.Azurite.Queues;
        await using var host = await Hosts.StartAsync(own.Azurite.ConnectionString);
        var wave = await TestWave.OpenAsync(own.Engine);
        // Four deliveries, each to somebody who failed, before the one that is counted last.
        await queues.SendAsync(StoreNames.PendingBatches, Unknown, TimeSpan.Zero, CancellationToken.None);
        for (var delivery = 0; delivery < 4;)
        {
            var received = await queues.ReceiveAsync(StoreNames.PendingBatches, 1, TimeSpan.FromSeconds(1), CancellationToken.None);
            delivery += received.Count(message => message.Text == Unknown);
        }
        Assert.Equal(HttpStatusCode.Created, (await SubmitAsync(host, wave, Guid.NewGuid())).Status);

        await using (host.ListenToQueues(own.Azurite.ConnectionString))
            await Hosts.UntilAsync(async () => await queues.CountAsync(StoreNames.PendingBatches, CancellationToken.None) == 0);

        Assert.Equal([Unknown], await queues.PeekAsync(StoreNames.PendingBatchesPoison, 32, CancellationToken.None));
        var verified = await own.Engine.Verify.VerifyAsync(wave.Wave, wave.Wave.PartitionOf(wave.Schools[0]), CancellationToken.None);
        Assert.Equal((1, 0), (verified.Responses, verified.Pending));
    }

    private static Task<Answered> SubmitAsync(EmulatedFunctionsHost host, TestWave wave, Guid id, int school = 0) =>
        Answered.ToPostAsync(host.Client, SubmissionJson.Address(wave), SubmissionJson.Of(wave, id, school: school));

    /// <summary>The partitions of all messages, once they are visible: there is at least one.</summary>
    private async Task<IReadOnlyList<string>> TakeMessagesAsync()
    {
        var partitions = new List<string>();
        await Hosts.UntilAsync(async () =>
        {
            foreach (var message in await own.Azurite.Queues.ReceiveAsync(StoreNames.PendingBatches, 32, LongEnough, CancellationToken.None))
            {
                partitions.Add(SurveyEngine.Intake.PendingMessage.Read(message.Text).Key);
                await own.Azurite.Queues.DeleteAsync(StoreNames.PendingBatches, message, CancellationToken.None);
            }
            return partitions.Count > 0 && await own.Azurite.Queues.CountAsync(StoreNames.PendingBatches, CancellationToken.None) == 0;
        });
        return partitions;
    }
}

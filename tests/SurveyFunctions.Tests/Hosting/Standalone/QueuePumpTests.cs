using System.Collections.Concurrent;

using Microsoft.Extensions.Logging.Abstractions;

using SurveyEngine.Intake;

using SurveyFunctions.Hosting.Standalone;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting.Standalone;

public sealed class QueuePumpTests(AppFixture app)
{
    /// <summary>The shortest that the service takes.</summary>
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_message_of_an_unknown_version_is_given_up_after_five_deliveries()
    {
        const string Unknown = """{"v":2,"partition":"tenant!wave!00000"}""";
        var (queue, poison) = (await app.Azurite.CreateQueueAsync(), await app.Azurite.CreateQueueAsync());
        var deliveries = 0;
        var trigger = new QueueTrigger("Test", queue, poison, (text, _) =>
        {
            Interlocked.Increment(ref deliveries);
            PendingMessage.Read(text);
            return Task.CompletedTask;
        });
        await app.Azurite.Queues.SendAsync(queue, Unknown, TimeSpan.Zero, CancellationToken.None);

        using var pump = Pump(trigger);
        await pump.StartAsync(CancellationToken.None);
        await UntilAsync(async () => await app.Azurite.Queues.CountAsync(queue, CancellationToken.None) == 0);
        await pump.StopAsync(CancellationToken.None);

        Assert.Equal(5, deliveries);
        Assert.Equal([Unknown], await app.Azurite.Queues.PeekAsync(poison, 32, CancellationToken.None));
    }

    [Fact]
    public async Task A_message_that_ended_every_copy_is_given_up_without_another_try()
    {
        var (queue, poison) = (await app.Azurite.CreateQueueAsync(), await app.Azurite.CreateQueueAsync());
        await app.Azurite.Queues.SendAsync(queue, "deadly", TimeSpan.Zero, CancellationToken.None);
        for (var delivery = 0; delivery < QueuePump.MostDeliveries;)
            delivery += (await app.Azurite.Queues.ReceiveAsync(queue, 1, ShortLease, CancellationToken.None)).Count;
        var runs = 0;

        using var pump = Pump(new QueueTrigger("Test", queue, poison, (_, _) => Task.FromResult(runs++)));
        await pump.StartAsync(CancellationToken.None);
        await UntilAsync(async () => await app.Azurite.Queues.CountAsync(queue, CancellationToken.None) == 0);
        await pump.StopAsync(CancellationToken.None);

        Assert.Equal(0, runs);
        Assert.Equal(["deadly"], await app.Azurite.Queues.PeekAsync(poison, 32, CancellationToken.None));
    }

    [Fact]
    public async Task A_message_whose_run_was_cancelled_comes_back_and_the_others_go_on()
    {
        var (queue, poison) = (await app.Azurite.CreateQueueAsync(), await app.Azurite.CreateQueueAsync());
        var runs = new ConcurrentQueue<string>();
        foreach (var text in new[] { "cancelled", "fine" })
            await app.Azurite.Queues.SendAsync(queue, text, TimeSpan.Zero, CancellationToken.None);

        using var pump = Pump(new QueueTrigger("Test", queue, poison, (text, _) =>
        {
            var isFirst = !runs.Contains(text);
            runs.Enqueue(text);
            return text == "cancelled" && isFirst ? Task.FromException(new TaskCanceledException()) : Task.CompletedTask;
        }));
        await pump.StartAsync(CancellationToken.None);
        await UntilAsync(async () => await app.Azurite.Queues.CountAsync(queue, CancellationToken.None) == 0);
        await pump.StopAsync(CancellationToken.None);

        Assert.Equal(["cancelled", "cancelled", "fine"], runs.Order());
        Assert.Empty(await app.Azurite.Queues.PeekAsync(poison, 1, CancellationToken.None));
    }

    private QueuePump Pump(QueueTrigger trigger) =>
        new([trigger], app.Azurite.Queues, ShortLease, TimeProvider.System, NullLogger<QueuePump>.Instance);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
    }
}

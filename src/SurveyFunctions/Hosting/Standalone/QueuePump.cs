using SurveyStorage;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>
/// Does what the Functions host does for a queue trigger: receives with a lease, runs, deletes; a message that fails comes
/// back when its lease ends, and after five deliveries moves to the poison queue.
/// </summary>
/// <param name="lease">Longer than a fold takes; a message that failed, or whose copy died, comes back after it.</param>
public sealed partial class QueuePump(
    IReadOnlyList<QueueTrigger> triggers, IQueueStore queues, TimeSpan lease, TimeProvider time, ILogger<QueuePump> logger)
    : BackgroundService
{
    /// <summary>As <c>maxDequeueCount</c> in host.json.</summary>
    public const int MostDeliveries = 5;

    /// <summary>As <c>batchSize</c> in host.json.</summary>
    public const int MessagesAtOnce = 16;

    public static readonly TimeSpan UsualLease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FailureWait = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(triggers.Select(trigger => PumpAsync(trigger, stoppingToken)));

    private async Task PumpAsync(QueueTrigger trigger, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var messages = await queues.ReceiveAsync(trigger.Queue, MessagesAtOnce, lease, stoppingToken);
                if (messages.Count == 0)
                    await Task.Delay(IdleWait, time, stoppingToken);
                else
                    await Task.WhenAll(messages.Select(message => HandleAsync(trigger, message, stoppingToken)));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException failure)
            {
                Log.QueueFailed(logger, trigger.Queue, failure.Message);
                await Task.Delay(FailureWait, time, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task HandleAsync(QueueTrigger trigger, ReceivedMessage message, CancellationToken stoppingToken)
    {
        try
        {
            // More deliveries than that: a copy died of it each time.
            if (message.DequeueCount <= MostDeliveries)
                await trigger.Run(message.Text, stoppingToken);
            else
                await queues.SendAsync(trigger.PoisonQueue, message.Text, TimeSpan.Zero, stoppingToken);
        }
#pragma warning disable CA1031 // The pump is where a trigger's failure ends: the message comes back, or is given up for somebody to look at.
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.TriggerFailed(logger, trigger.Name, message.DequeueCount, failure);
            if (message.DequeueCount < MostDeliveries)
                return;
            await queues.SendAsync(trigger.PoisonQueue, message.Text, TimeSpan.Zero, stoppingToken);
        }
        await queues.DeleteAsync(trigger.Queue, message, stoppingToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Function} failed, delivery {Delivery} of its message.")]
        public static partial void TriggerFailed(ILogger logger, string function, long delivery, Exception failure);

        [LoggerMessage(2, LogLevel.Error, "The queue {Queue} cannot be read: {Reason}")]
        public static partial void QueueFailed(ILogger logger, string queue, string reason);
    }
}

using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

using SurveyStorage.Azure;

namespace TestSupport.FunctionsHost;

/// <summary>
/// Calls functions for the messages of their queues as <c>host.json</c> says: one that was worked on is deleted, another comes back
/// later, and one that failed too often is moved to the queue of those that were given up.
/// </summary>
public sealed class QueueListener : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopped = new();
    private readonly EmulatedFunctionsHost _host;
    private readonly QueueServiceClient _queues;
    private readonly Task _polling;

    internal QueueListener(EmulatedFunctionsHost host, string connectionString)
    {
        _host = host;
        _queues = new QueueServiceClient(connectionString, AzureStorage.QueueOptions());
        _polling = Task.WhenAll(host.Functions.Values.Where(function => function.Queue is not null).Select(PollAsync));
    }

    /// <summary>When what has begun has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _polling;
        _stopped.Dispose();
    }

    private async Task PollAsync(HostedFunction function)
    {
        var queue = _queues.GetQueueClient(function.Queue);
        var running = new List<Task>();
        var wait = ShortestWait;
        while (!_stopped.IsCancellationRequested)
        {
            if (running.Count > _host.Settings.NewBatchThreshold)
            {
                running.Remove(await Task.WhenAny(running));
                continue;
            }
            var messages = await ReceiveAsync(queue);
            running.RemoveAll(task => task.IsCompleted);
            running.AddRange(messages.Select(message => WorkAsync(function, queue, message)));
            wait = messages.Length > 0 ? ShortestWait : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, _host.Settings.MaxPollingInterval.Ticks));
            if (messages.Length == 0)
                await Task.Delay(wait, TimeProvider.System, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running);
    }

    private async Task<QueueMessage[]> ReceiveAsync(QueueClient queue)
    {
        try
        {
            return await queue.ReceiveMessagesAsync(_host.Settings.BatchSize, Lease, _stopped.Token);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task WorkAsync(HostedFunction function, QueueClient queue, QueueMessage message)
    {
        var data = TriggerData.QueueMessage(message.MessageText, message.DequeueCount, message.MessageId, message.PopReceipt);
        var result = await _host.InvokeAsync(function.Name, data);
        try
        {
            if (result.Status != InvocationStatus.Succeeded && message.DequeueCount < _host.Settings.MaxDequeueCount)
            {
                await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: _host.Settings.VisibilityTimeout);
                return;
            }
            if (result.Status != InvocationStatus.Succeeded)
                await _queues.GetQueueClient($"{function.Queue}-poison").SendMessageAsync(message.MessageText);
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            // The message comes back when its lease ends.
        }
    }
}

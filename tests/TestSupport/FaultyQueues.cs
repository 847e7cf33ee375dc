using SurveyStorage;

namespace TestSupport;

/// <summary>A real queue behind a bad network, which also keeps what reached the queue.</summary>
public sealed class FaultyQueues(IQueueStore store) : IQueueStore
{
    private readonly TaskCompletionSource _firstSend = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Texts sent, with their delays.</summary>
    public List<(string Text, TimeSpan Delay)> Sent { get; } = [];

    /// <summary>Runs before each send. Null: no trouble.</summary>
    public Func<Task>? OnSend { get; set; }

    /// <summary>Completes when a first send was tried.</summary>
    public Task FirstSend => _firstSend.Task;

    public async Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        _firstSend.TrySetResult();
        if (OnSend is { } trouble)
            await trouble();
        await store.SendAsync(queue, text, delay, cancellationToken);
        lock (Sent)
            Sent.Add((text, delay));
    }

    public Task CreateQueueAsync(string queue, CancellationToken cancellationToken) => store.CreateQueueAsync(queue, cancellationToken);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int most, TimeSpan lease, CancellationToken cancellationToken) =>
        store.ReceiveAsync(queue, most, lease, cancellationToken);

    public Task<bool> DeleteAsync(string queue, ReceivedMessage message, CancellationToken cancellationToken) =>
        store.DeleteAsync(queue, message, cancellationToken);

    public Task<IReadOnlyList<string>> PeekAsync(string queue, int most, CancellationToken cancellationToken) =>
        store.PeekAsync(queue, most, cancellationToken);

    public Task<int> CountAsync(string queue, CancellationToken cancellationToken) => store.CountAsync(queue, cancellationToken);
}

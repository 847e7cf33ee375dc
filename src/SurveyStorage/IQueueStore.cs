namespace SurveyStorage;

/// <summary>The queues the product needs: at least once, a delay before delivery, a lease while working.</summary>
public interface IQueueStore
{
    /// <summary>Does nothing if the queue exists.</summary>
    Task CreateQueueAsync(string queue, CancellationToken cancellationToken);

    /// <summary>The message becomes visible after <paramref name="delay"/>. Text is sent as it is, not Base64.</summary>
    Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="most"/> (1 to 32) messages, invisible to others until the lease ends.</summary>
    Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(string queue, int most, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>False if the lease was lost meanwhile: the message is somebody else's now.</summary>
    Task<bool> DeleteAsync(string queue, ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="most"/> (1 to 32) visible messages, without a lease.</summary>
    Task<IReadOnlyList<string>> PeekAsync(string queue, int most, CancellationToken cancellationToken);

    /// <summary>About how many messages there are, leased and delayed ones included.</summary>
    Task<int> CountAsync(string queue, CancellationToken cancellationToken);
}

/// <param name="Id">The store's id of the message.</param>
/// <param name="PopReceipt">Proof of the lease.</param>
/// <param name="Text">As sent.</param>
/// <param name="DequeueCount">1 on the first delivery.</param>
public sealed record ReceivedMessage(string Id, string PopReceipt, string Text, long DequeueCount);

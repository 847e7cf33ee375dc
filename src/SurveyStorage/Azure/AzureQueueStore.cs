using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace SurveyStorage.Azure;

/// <summary>Azure Queue Storage, or Azurite.</summary>
/// <param name="service">With <see cref="AzureStorage.QueueOptions"/>.</param>
public sealed class AzureQueueStore(QueueServiceClient service) : IQueueStore
{
    // Negative is the service's way to say never. The default would drop a message after a week.
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    // As text: the SDK's own type does not compare with an answer that has no code.
    private static readonly string MessageNotFound = QueueErrorCode.MessageNotFound.ToString();
    private static readonly string PopReceiptMismatch = QueueErrorCode.PopReceiptMismatch.ToString();

    private readonly StoreFailure _failure = new("queue", service.Uri);

    public Task CreateQueueAsync(string queue, CancellationToken cancellationToken) =>
        AskAsync(queue, client => client.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    public Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken) =>
        AskAsync(queue, client => client.SendMessageAsync(text, delay, NeverExpires, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        string queue, int most, TimeSpan lease, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<ReceivedMessage>>(
            queue,
            async client =>
            {
                QueueMessage[] messages = await client.ReceiveMessagesAsync(most, lease, cancellationToken);
                return [.. messages.Select(m => new ReceivedMessage(m.MessageId, m.PopReceipt, m.MessageText, m.DequeueCount))];
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string queue, ReceivedMessage message, CancellationToken cancellationToken) =>
        AskAsync(
            queue,
            async client =>
            {
                try
                {
                    await client.DeleteMessageAsync(message.Id, message.PopReceipt, cancellationToken);
                    return true;
                }
                catch (RequestFailedException exception) when (
                    exception.ErrorCode == MessageNotFound || exception.ErrorCode == PopReceiptMismatch)
                {
                    return false;
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<string>> PeekAsync(string queue, int most, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<string>>(
            queue,
            async client =>
            {
                PeekedMessage[] messages = await client.PeekMessagesAsync(most, cancellationToken);
                return [.. messages.Select(m => m.MessageText)];
            },
            cancellationToken);

    public Task<int> CountAsync(string queue, CancellationToken cancellationToken) =>
        AskAsync(
            queue,
            async client => (await client.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount,
            cancellationToken);

    private Task<T> AskAsync<T>(string queue, Func<QueueClient, Task<T>> ask, CancellationToken cancellationToken)
    {
        var client = service.GetQueueClient(queue);
        return _failure.AskAsync(queue, () => ask(client), cancellationToken);
    }
}

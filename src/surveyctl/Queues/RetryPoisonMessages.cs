using SurveyEngine.Intake;

namespace Surveyctl.Queues;

/// <param name="Replayed">Back in the queue of pending batches.</param>
/// <param name="Discarded">No messages of ours, deleted.</param>
/// <param name="Left">No messages of ours, left where they are; visible again when their lease ends.</param>
internal sealed record RetriedMessages(int Replayed, int Discarded, int Left);

/// <summary>
/// Moves messages that were given up back to where they are tried. A message is sent before it is deleted, so a stop in between
/// only doubles it, and a partition may be folded any number of times.
/// </summary>
internal sealed class RetryPoisonMessages(IQueueStore queues)
{
    /// <summary>As many as one call gives.</summary>
    private const int MostAtOnce = 32;

    /// <summary>Time to move that many; what is left is visible again after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <param name="most">Stop after so many messages, whatever became of them; null: all.</param>
    /// <param name="discardInvalid">Delete messages that nobody can act on.</param>
    public async Task<RetriedMessages> RunAsync(int? most, bool discardInvalid, CancellationToken cancellationToken)
    {
        var (replayed, discarded) = (0, 0);
        var left = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var wanted = Math.Min(MostAtOnce, (most ?? int.MaxValue) - replayed - discarded - left.Count);
            if (wanted <= 0)
                break;
            var messages = await queues.ReceiveAsync(StoreNames.PendingBatchesPoison, wanted, Lease, cancellationToken);
            // A message that was left comes again when the work takes longer than its lease.
            if (messages.All(message => left.Contains(message.Id)))
                break;
            foreach (var message in messages)
            {
                if (PendingMessage.IsValid(message.Text))
                {
                    await queues.SendAsync(StoreNames.PendingBatches, message.Text, TimeSpan.Zero, cancellationToken);
                    replayed++;
                }
                else if (discardInvalid)
                {
                    discarded++;
                }
                else
                {
                    left.Add(message.Id);
                    continue;
                }
                await queues.DeleteAsync(StoreNames.PendingBatchesPoison, message, cancellationToken);
            }
        }
        return new RetriedMessages(replayed, discarded, left.Count);
    }
}

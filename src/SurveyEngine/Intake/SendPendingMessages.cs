using System.Collections.Concurrent;

using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyEngine.Intake;

/// <summary>
/// Sends "this partition has pending batches" after a commit: at most one message per partition, copy and second. The message
/// is delayed so that one fold takes many batches. A lost message loses nothing: what is left is folded every few minutes.
/// </summary>
/// <param name="onGivenUp">Told when a message could not be sent at all, for the log.</param>
public sealed class SendPendingMessages(IQueueStore queues, TimeProvider time, Action<StoreUnavailableException>? onGivenUp = null)
{
    /// <summary>Between a send and its delivery. A commit that ends before the message can be delivered needs none of its own.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private const int MostTries = 3;

    private readonly ConcurrentDictionary<ResponsesPartition, Announcement> _announcements = new();

    /// <summary>Call right after a commit; returns at once.</summary>
    public void Committed(ResponsesPartition partition)
    {
        var announcement = _announcements.GetOrAdd(partition, static _ => new Announcement());
        lock (announcement)
        {
            announcement.LastCommit = time.GetTimestamp();
            if (announcement.Sending is { IsCompleted: false } || IsCovered(announcement))
                return;
            announcement.Sending = SendUntilCoveredAsync(partition, announcement);
        }
    }

    /// <summary>Waits for the messages under way; at shutdown, after the last commit.</summary>
    public Task DrainAsync() =>
        Task.WhenAll(_announcements.Values.Select(announcement => announcement.Sending ?? Task.CompletedTask));

    /// <summary>Will a message that the queue has acknowledged be delivered after the last commit?</summary>
    private bool IsCovered(Announcement announcement) =>
        announcement.AcknowledgedSend is { } sent && time.GetElapsedTime(sent, announcement.LastCommit) < Delay;

    private async Task SendUntilCoveredAsync(ResponsesPartition partition, Announcement announcement)
    {
        // Leave the lock of the caller before the first send.
        await Task.Yield();
        for (var failures = 0; failures < MostTries;)
        {
            var start = time.GetTimestamp();
            try
            {
                await queues.SendAsync(StoreNames.PendingBatches, PendingMessage.Write(partition), Delay, CancellationToken.None);
            }
            catch (StoreUnavailableException failure)
            {
                if (++failures == MostTries)
                    onGivenUp?.Invoke(failure);
                continue;
            }
            lock (announcement)
            {
                announcement.AcknowledgedSend = start;
                if (IsCovered(announcement))
                {
                    announcement.Sending = null;
                    return;
                }
            }
        }
        lock (announcement)
            announcement.Sending = null;
    }

    private sealed class Announcement
    {
        public long LastCommit { get; set; }

        /// <summary>When the last acknowledged send started.</summary>
        public long? AcknowledgedSend { get; set; }

        public Task? Sending { get; set; }
    }
}

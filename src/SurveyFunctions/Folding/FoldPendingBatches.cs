using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Folding;
using SurveyEngine.Keys;

using SurveyFunctions.Releases;

using SurveyStorage;

namespace SurveyFunctions.Folding;

/// <summary>
/// Timer-triggered, deployed as <c>SweepPending</c>: folds whatever is pending, so that a lost message loses nothing, closes waves whose
/// time is over, and settles those that have been closing for long enough, with their last release; then looks whether the queue is full,
/// or messages were given up.
/// </summary>
public sealed partial class FoldPendingBatches(
    FoldUnsettledWaves folding, PublishReleases publish, IQueueStore queues, ILogger<FoldPendingBatches> logger)
{
    public const string Name = "SweepPending";

    public const string Schedule = "0 */5 * * * *";

    /// <summary>That of <see cref="Schedule"/>.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>There is at most one message per partition, copy and second, and a worker takes hundreds a second.</summary>
    public const int ManyMessages = 1_000;

    [Function(Name)]
    public async Task RunAsync([TimerTrigger(Schedule, UseMonitor = true)] TimerInfo? timer, CancellationToken cancellationToken)
    {
        var result = await folding.FoldAsync(cancellationToken);
        if (result.Folded > 0 || result.Settled.Count > 0)
            Log.Folded(logger, result.Folded, result.Settled.Count);
        // One that fails here is made within the hour.
        await publish.RunAsync(result.Settled, _ => Task.FromResult(true), cancellationToken);

        // Afterwards: a queue that cannot be reached keeps nobody from folding.
        var waiting = await queues.CountAsync(StoreNames.PendingBatches, cancellationToken);
        if (waiting >= ManyMessages)
            Log.QueueFull(logger, waiting);
        var givenUp = await queues.CountAsync(StoreNames.PendingBatchesPoison, cancellationToken);
        if (givenUp > 0)
            Log.GivenUp(logger, givenUp);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Folded {Folded} pending responses; {Settled} waves settled.")]
        public static partial void Folded(ILogger logger, int folded, int settled);

        [LoggerMessage(2, LogLevel.Warning, "About {Messages} messages about pending responses wait: the folding does not keep up.")]
        public static partial void QueueFull(ILogger logger, int messages);

        [LoggerMessage(3, LogLevel.Warning, "{Messages} messages were given up after five deliveries; 'surveyctl queue show' shows them.")]
        public static partial void GivenUp(ILogger logger, int messages);
    }
}

using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Folding;
using SurveyEngine.Intake;
using SurveyEngine.Keys;

namespace SurveyFunctions.Folding;

/// <summary>Queue-triggered: adds the pending batches of a partition to the tallies of its schools.</summary>
public sealed partial class AggregateResponses(FoldBatches fold, ILogger<AggregateResponses> logger)
{
    /// <exception cref="FormatException">Not a message of a version this app knows.</exception>
    [Function(nameof(AggregateResponses))]
    public async Task RunAsync(
        [QueueTrigger(StoreNames.PendingBatches, Connection = "AzureWebJobsStorage")] string message, CancellationToken cancellationToken)
    {
        var partition = PendingMessage.Read(message);
        var folded = await fold.FoldAsync(partition, cancellationToken);
        Log.Folded(logger, folded, partition.Key);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Folded {Count} responses of {Partition}.")]
        public static partial void Folded(ILogger logger, int count, string partition);
    }
}

using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Aggregate;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class AggregateResponsesFunction(AggregateResponses aggregate)
{
    [Function("AggregateResponses")]
    public Task RunAsync(
        [QueueTrigger("pending-batches", Connection = "AzureWebJobsStorage")] string message, CancellationToken cancellationToken) =>
        aggregate.RunAsync(message, cancellationToken);
}

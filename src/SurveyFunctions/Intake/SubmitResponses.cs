using Microsoft.Azure.Functions.Worker;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: accepts many responses at once from programs.</summary>
public sealed class SubmitResponses(StoreBatch store)
{
    public const string Route = SubmitResponse.Route + "/batch";

    public const int MostResponses = 500;

    public const int MostBytes = 2 * 1024 * 1024;

    [Function(nameof(SubmitResponses))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string wave, CancellationToken cancellationToken) =>
        store.RunAsync(wave, request, cancellationToken);
}

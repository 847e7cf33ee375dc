using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Results;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class WaveResultsFunction(WaveResults results)
{
    [Function("WaveResults")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/waves/{wave}/results/{scope}")] HttpRequest request,
        string wave,
        string scope) =>
        results.HandleAsync(wave, scope, request, request.HttpContext.RequestAborted);
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Results;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class DashboardFunction(Dashboard dashboard)
{
    [Function("Dashboard")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dashboard/{wave}/{scope?}")] HttpRequest request,
        string wave,
        string? scope) =>
        dashboard.HandleAsync(wave, scope, request, request.HttpContext.RequestAborted);
}

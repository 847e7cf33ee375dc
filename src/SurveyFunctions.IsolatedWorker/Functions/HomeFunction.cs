using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Results;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class HomeFunction(Home home)
{
    [Function("Home")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{home:maxlength(0)?}")] HttpRequest request) =>
        home.HandleAsync(request, request.HttpContext.RequestAborted);
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Results;

namespace SurveyFunctions.IsolatedWorker.Functions;

public static class AssetsFunction
{
    [Function("Assets")]
    public static IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{name}")] HttpRequest request, string name) =>
        Assets.Handle(name);
}

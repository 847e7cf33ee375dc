using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Intake;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class SubmitResponsesFunction(SubmitResponses submit)
{
    [Function("SubmitResponses")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/waves/{wave}/responses/batch")] HttpRequest request, string wave) =>
        submit.HandleAsync(wave, request, request.HttpContext.RequestAborted);
}

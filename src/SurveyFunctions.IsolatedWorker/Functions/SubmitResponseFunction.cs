using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Intake;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class SubmitResponseFunction(SubmitResponse submit)
{
    [Function("SubmitResponse")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/waves/{wave}/responses")] HttpRequest request, string wave) =>
        submit.HandleAsync(wave, request, request.HttpContext.RequestAborted);
}

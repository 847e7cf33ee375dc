using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Intake;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class WithdrawalFormFunction(WithdrawalForm form)
{
    [Function("WithdrawalForm")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "withdraw/{wave}")] HttpRequest request, string wave) =>
        form.HandleAsync(wave, request, request.HttpContext.RequestAborted);
}

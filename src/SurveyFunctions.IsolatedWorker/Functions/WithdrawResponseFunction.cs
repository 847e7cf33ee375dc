using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Intake;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class WithdrawResponseFunction(WithdrawResponse withdraw)
{
    [Function("WithdrawResponse")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/waves/{wave}/withdrawals")] HttpRequest request, string wave) =>
        withdraw.HandleAsync(wave, request, request.HttpContext.RequestAborted);
}

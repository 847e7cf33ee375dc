using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Intake;

using Surveys.Definitions;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class MemberSurveyFunction(SurveyForm form)
{
    [Function("MemberSurvey")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "member/{wave}/{school}")] HttpRequest request,
        string wave,
        string school) =>
        form.HandleAsync(Audience.Member, wave, school, request, request.HttpContext.RequestAborted);
}

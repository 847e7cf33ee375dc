using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Intake;

using Surveys.Definitions;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class FamilySurveyFunction(SurveyForm form)
{
    [Function("FamilySurvey")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "family/{wave}/{school}")] HttpRequest request,
        string wave,
        string school) =>
        form.HandleAsync(Audience.Family, wave, school, request, request.HttpContext.RequestAborted);
}

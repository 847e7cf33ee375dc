using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Intake;

using Surveys.Definitions;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class SchoolSurveyFunction(SurveyForm form)
{
    [Function("SchoolSurvey")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "school/{wave}/{school}")] HttpRequest request,
        string wave,
        string school) =>
        form.HandleAsync(Audience.Staff, wave, school, request, request.HttpContext.RequestAborted);
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Pages;

using Surveys.Definitions;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: accepts the responses of school staff from phones.</summary>
public sealed class SchoolSurvey(SurveyForm form)
{
    [Function(nameof(SchoolSurvey)), AllowAnonymous]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.SchoolForm)] HttpRequest request,
        string wave,
        string school,
        CancellationToken cancellationToken) =>
        form.RunAsync(Audience.Staff, request, wave, school, cancellationToken);
}

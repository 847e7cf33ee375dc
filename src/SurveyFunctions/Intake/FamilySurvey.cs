using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Pages;

using Surveys.Definitions;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: accepts the responses of families from phones.</summary>
public sealed class FamilySurvey(SurveyForm form)
{
    [Function(nameof(FamilySurvey)), AllowAnonymous]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.FamilyForm)] HttpRequest request,
        string wave,
        string school,
        CancellationToken cancellationToken) =>
        form.RunAsync(Audience.Family, request, wave, school, cancellationToken);
}

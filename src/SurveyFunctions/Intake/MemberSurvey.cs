using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Pages;

using Surveys.Definitions;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: accepts the responses of member organisations from phones.</summary>
public sealed class MemberSurvey(SurveyForm form)
{
    [Function(nameof(MemberSurvey)), AllowAnonymous]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.MemberForm)] HttpRequest request,
        string wave,
        string school,
        CancellationToken cancellationToken) =>
        form.RunAsync(Audience.Member, request, wave, school, cancellationToken);
}

using Microsoft.Azure.Functions.Worker;

using Surveys.Definitions;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: accepts the responses of families from phones.</summary>
public sealed class FamilySurvey(SurveyForm form)
{
    public const string Route = "family/{wave}/{school}";

    [Function(nameof(FamilySurvey))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Route)] HttpRequest request,
        string wave,
        string school,
        CancellationToken cancellationToken) =>
        form.RunAsync(Audience.Family, request, wave, school, cancellationToken);
}

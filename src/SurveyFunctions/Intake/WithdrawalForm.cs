using Microsoft.Azure.Functions.Worker;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: withdraws a response by its receipt, on a page.</summary>
public sealed class WithdrawalForm(WithdrawOnPage page)
{
    public const string Route = "withdraw/{wave}";

    [Function(nameof(WithdrawalForm))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Route)] HttpRequest request,
        string wave,
        CancellationToken cancellationToken) =>
        HttpMethods.IsPost(request.Method)
            ? page.SubmitAsync(wave, request, cancellationToken)
            : page.ShowAsync(wave, request, cancellationToken);
}

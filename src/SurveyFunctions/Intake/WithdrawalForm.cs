using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Intake;

/// <summary>HTTP-triggered: withdraws a response by its receipt, on a page.</summary>
public sealed class WithdrawalForm(WithdrawOnPage page)
{
    [Function(nameof(WithdrawalForm))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.Withdrawal)] HttpRequest request,
        string wave,
        CancellationToken cancellationToken) =>
        HttpMethods.IsPost(request.Method)
            ? page.SubmitAsync(wave, request, cancellationToken)
            : page.ShowAsync(wave, request, cancellationToken);
}

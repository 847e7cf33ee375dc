using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Intake;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyFunctions.Intake;

/// <summary>
/// HTTP-triggered: withdraws a response by its receipt, on a page for people. It works without script, and no answer to it is kept.
/// </summary>
public sealed class WithdrawalForm(WaveCache waves, AcceptResponses accept, StorageFailures failures)
{
    [Function(nameof(WithdrawalForm))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.Withdrawal)] HttpRequest request,
        string wave,
        CancellationToken cancellationToken) =>
        HttpMethods.IsPost(request.Method) ? SubmitAsync(wave, request, cancellationToken) : ShowAsync(wave, request, cancellationToken);

    private async Task<IResult> ShowAsync(string wave, HttpRequest request, CancellationToken cancellationToken) =>
        await FindAsync(wave, request, cancellationToken) switch
        {
            null => new ProblemResult(ProblemCatalogue.UnknownWave),
            { Wave.State: WaveState.Open } place => new PageResult(WithdrawalPage.Create(View(place)), place.Language),
            var place => Closed(place),
        };

    private async Task<IResult> SubmitAsync(string wave, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await FormBody.ReadAsync(request, SubmitResponse.MostBytes, cancellationToken);
        if (body.Value is not { } fields)
            return new ProblemResult(body.Problems[0]);
        if (await FindAsync(wave, request, cancellationToken) is not { } found)
            return new ProblemResult(ProblemCatalogue.UnknownWave);

        // The page's own language, so that an error comes back in the language of the page.
        var asked = fields.GetValueOrDefault(FormFields.Language).ToString();
        var place = found with { Language = found.Wave.Survey.Languages.Contains(asked) ? asked : found.Language };
        var typed = fields.GetValueOrDefault(FormFields.Receipt).ToString();
        if (Withdrawal.Of(place.Wave, typed) is not { } withdrawal)
            return place.Wave.State == WaveState.Open ? Refused(place, typed) : Closed(place);
        try
        {
            return await accept.WithdrawOrFindAsync(withdrawal, cancellationToken) switch
            {
                IntakeOutcome.Withdrawn => new PageResult(WithdrawnPage.Create(Done(place)), place.Language),
                IntakeOutcome.Busy => TryAgain(place, typed),
                null => Closed(place),
                var other => throw new InvalidOperationException($"A withdrawal does not end as {other}."),
            };
        }
        catch (StoreUnavailableException failure)
        {
            failures.Report(failure);
            return TryAgain(place, typed);
        }
    }

    /// <summary>Null: there is no such wave.</summary>
    private async Task<Place?> FindAsync(string wave, HttpRequest request, CancellationToken cancellationToken) =>
        WaveId.TryParse(wave, out var id) && await waves.FindAsync(id, cancellationToken) is { } found
            ? new Place(found, PageLanguage.Of(request, found.Survey.Languages))
            : null;

    private static PageResult Refused(Place place, string typed)
    {
        var problem = string.IsNullOrWhiteSpace(typed) ? ReceiptProblem.Missing : ReceiptProblem.Invalid;
        var page = WithdrawalPage.Create(View(place) with { Typed = typed, Problem = problem });
        return new PageResult(page, place.Language, ProblemCatalogue.InvalidReceipt.Status);
    }

    /// <summary>The page as it was sent: what was typed must not get lost because the storage is away.</summary>
    private static PageResult TryAgain(Place place, string typed)
    {
        var page = WithdrawalPage.Create(View(place) with { Typed = typed, CouldNotBeDone = true });
        return new PageResult(page, place.Language, ProblemCatalogue.StorageUnavailable.Status)
        {
            RetryAfterSeconds = ProblemCatalogue.StorageUnavailable.RetryAfterSeconds,
        };
    }

    private static PageResult Closed(Place place)
    {
        var page = ClosedPage.Create(new ClosedView
        {
            Frame = FrameOf(place),
            WaveTitle = place.Wave.Definition.TitleIn(place.Language),
            IsOver = place.Wave.State != WaveState.Draft,
            IsForWithdrawing = true,
            DashboardHref = Address.OfDashboard(place.Wave.Id, place.Wave.Root, place.Language),
        });
        return new PageResult(page, place.Language, ProblemCatalogue.WaveNotOpen.Status);
    }

    private static WithdrawalView View(Place place) => new()
    {
        Frame = FrameOf(place),
        WaveTitle = place.Wave.Definition.TitleIn(place.Language),
        Action = Address.OfWithdrawal(place.Wave.Id),
    };

    private static WithdrawnView Done(Place place) => new()
    {
        Frame = FrameOf(place) with { Languages = [] },
        WaveTitle = place.Wave.Definition.TitleIn(place.Language),
        DashboardHref = Address.OfDashboard(place.Wave.Id, place.Wave.Root, place.Language),
    };

    private static PageFrame FrameOf(Place place) => new()
    {
        Language = place.Language,
        Languages = place.Wave.Survey.Languages,
        IsDemo = place.Wave.Definition.IsDemo,
    };

    private sealed record Place(Wave Wave, string Language);
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Intake;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Ids;

using SurveyStorage;

namespace SurveyFunctions.Intake;

/// <summary>
/// HTTP-triggered: withdraws a response by its receipt, on a page for people; once the wave has settled, tells whether its answers are in the
/// results. It works without script, and no answer to it is kept.
/// </summary>
public sealed class WithdrawalForm(
    WaveCache waves, FindPageTexts findTexts, AcceptResponses accept, FindInResults inResults, KnownReleases releases, StorageFailures failures, TimeProvider time)
{
    [Function(nameof(WithdrawalForm)), AllowAnonymous]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.Withdrawal)] HttpRequest request,
        string wave,
        CancellationToken cancellationToken) =>
        HttpMethods.IsPost(request.Method) ? SubmitAsync(wave, request, cancellationToken) : ShowAsync(wave, request, cancellationToken);

    private async Task<IResult> ShowAsync(string wave, HttpRequest request, CancellationToken cancellationToken) =>
        await FindAsync(wave, request, cancellationToken) switch
        {
            null => new ProblemResult(ProblemCatalogue.UnknownWave),
            var place when TakesReceipts(place) => new PageResult(WithdrawalPage.Create(View(place)), place.Language),
            var place => place.Closed(isForWithdrawing: true),
        };

    private async Task<IResult> SubmitAsync(string wave, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadFormAsync(request, SubmitResponse.MostBytes, cancellationToken);
        if (body.Value is not { } fields)
            return new ProblemResult(body.Problems[0]);
        if (await FindAsync(wave, request, cancellationToken) is not { } found)
            return new ProblemResult(ProblemCatalogue.UnknownWave);

        var place = found with
        {
            Texts = found.TextsOf(fields),
            Channel = WavePlace.ChannelOf(fields.GetValueOrDefault(FormFields.Channel)),
        };
        var typed = fields.GetValueOrDefault(FormFields.Receipt).ToString();
        if (TakesReceipts(place) && fields.ContainsKey(PageFrame.SwitchField))
            return new PageResult(WithdrawalPage.Create(View(place, typed)), place.Language);
        try
        {
            if (await Withdrawal.ReadAsync(waves, place.Wave, typed, cancellationToken) is not { } withdrawal)
                return TakesReceipts(place) ? Refused(place, typed) : place.Closed(isForWithdrawing: true);
            return await accept.WithdrawOrFindAsync(withdrawal, cancellationToken) switch
            {
                IntakeOutcome.Withdrawn => new PageResult(WithdrawnPage.Create(Done(place)), place.Language),
                IntakeOutcome.Busy => TryAgain(place, typed),
                IntakeOutcome.NotOpen when await inResults.FindAsync(place.Wave, withdrawal.Partition, withdrawal.Id, cancellationToken) is { } isInResults =>
                    new PageResult(WithdrawnPage.Create(Done(place) with { IsInResults = isInResults }), place.Language),
                IntakeOutcome.NotOpen => place.Closed(isForWithdrawing: true),
                var other => throw new InvalidOperationException($"A withdrawal does not end as {other}."),
            };
        }
        catch (StoreUnavailableException failure)
        {
            failures.Report(failure);
            return TryAgain(place, typed);
        }
    }

    private static bool TakesReceipts(WavePlace place) => place.Acceptance == WaveAcceptance.Open || place.Wave.State == WaveState.Settled;

    /// <summary>Null: there is no such wave.</summary>
    private async Task<WavePlace?> FindAsync(string wave, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!WaveId.TryParse(wave, out var id) || await waves.FindAsync(id, cancellationToken) is not { } found)
            return null;
        var languages = await findTexts.OfAsync(found, cancellationToken);
        var hasResults = await WavePlace.LeadsToResultsAsync(request, found, releases, time, cancellationToken);
        var (texts, channel) = (PageLanguage.Of(request, languages), WavePlace.ChannelOf(request.Query[Address.Channel]));
        return new WavePlace(found, found.AcceptanceAt(time.GetUtcNow()), texts, languages, channel) { HasResults = hasResults };
    }

    private static PageResult Refused(WavePlace place, string typed)
    {
        var page = WithdrawalPage.Create(View(place, typed) with { IsInvalid = true });
        return new PageResult(page, place.Language, ProblemCatalogue.InvalidReceipt.Status);
    }

    private static PageResult TryAgain(WavePlace place, string typed) =>
        place.TryAgain(WithdrawalPage.Create(View(place, typed) with { CouldNotBeDone = true }));

    private static WithdrawalView View(WavePlace place, string typed = "")
    {
        var action = Address.OfWithdrawal(place.Wave.Id);
        return new WithdrawalView
        {
            Frame = place.Frame with { SwitchForm = WithdrawalView.FormId, StartHref = place.IsKiosk ? $"{action}?{place.Query}" : null },
            WaveTitle = place.WaveTitle,
            Action = action,
            Channel = ChannelName.Of(place.Channel),
            Typed = place.IsKiosk ? "" : typed,
            IsMissing = string.IsNullOrWhiteSpace(typed),
            IsSettled = place.Wave.State == WaveState.Settled,
        };
    }

    private static WithdrawnView Done(WavePlace place) => new()
    {
        Frame = place.Frame with { Languages = [] },
        WaveTitle = place.WaveTitle,
        DashboardHref = place.DashboardHref,
    };
}

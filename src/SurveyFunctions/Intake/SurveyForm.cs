using SurveyEngine.Intake;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

using SurveyStorage;

namespace SurveyFunctions.Intake;

/// <summary>The form of one school, for people, shown and sent at one address. It works without script; what was typed is never lost to an error.</summary>
public sealed class SurveyForm(WaveCache waves, FindPageTexts findTexts, AcceptResponses accept, KnownReleases releases, StorageFailures failures, TimeProvider time)
{
    /// <summary>A form of ours cannot have more; what somebody made up is not listed to the end.</summary>
    internal const int MostProblems = 100;

    public Task<IResult> RunAsync(
        Audience audience, HttpRequest request, string wave, string school, CancellationToken cancellationToken) =>
        HttpMethods.IsPost(request.Method)
            ? SubmitAsync(audience, wave, school, request, cancellationToken)
            : ShowAsync(audience, wave, school, request, cancellationToken);

    /// <summary>
    /// A new form with an id of its own. Who loses the connection or goes back comes to the same form and id again, so that sending
    /// again is the same response; at a kiosk the next person gets a new form.
    /// </summary>
    private async Task<IResult> ShowAsync(
        Audience audience, string wave, string school, HttpRequest request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(audience, wave, school, request, cancellationToken);
        if (found.Value is not { } place)
            return found.Problems[0];
        return place.Acceptance == WaveAcceptance.Open ? NewForm(place) : place.Closed();
    }

    private async Task<IResult> SubmitAsync(
        Audience audience, string wave, string school, HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadFormAsync(request, SubmitResponse.MostBytes, cancellationToken);
        if (body.Value is not { } fields)
            return new ProblemResult(body.Problems[0]);

        var reached = await FindAsync(audience, wave, school, request, cancellationToken);
        if (reached.Value is not { } found)
            return reached.Problems[0];
        var place = found with { Texts = found.TextsOf(fields) };
        if (fields.TryGetValue(FormFields.Receipt, out var receipt))
            return await ThankAgainAsync(place, receipt.ToString(), cancellationToken);
        if (!ResponseId.TryParse(fields.GetValueOrDefault(FormFields.ResponseId), out var id))
            return found.Problem(ProblemCatalogue.InvalidId);

        place = place with { Channel = WavePlace.ChannelOf(fields.GetValueOrDefault(FormFields.Channel)) };
        var isReplacement = ResponseId.TryParse(fields.GetValueOrDefault(FormFields.Replaces), out var before) && before != id && !place.IsKiosk;
        var view = place.Form(id) with { Answers = FormFields.AnswersOf(fields), Replaces = isReplacement ? before : null };
        try
        {
            if (fields.ContainsKey(PageFrame.SwitchField))
                return await SwitchAsync(place, view, cancellationToken);
            return await StoreAsync(place, view, cancellationToken);
        }
        catch (StoreUnavailableException failure)
        {
            failures.Report(failure);
            return TryAgain(place, view);
        }
    }

    private async Task<IResult> StoreAsync(FormPlace place, FormView view, CancellationToken cancellationToken)
    {
        var reading = AnswerReader.Read(place.Wave.Survey, view.Answers);
        if (reading.Value is not { } sheet)
        {
            var refused = view with { Problems = [.. reading.Problems.Take(MostProblems)] };
            return await ComeBackAsync(place, refused, ProblemCatalogue.InvalidSubmission.Status, cancellationToken);
        }
        var submission = new Submission(
            place.Wave, place.School, view.ResponseId, place.Wave.Survey.IndexOfLanguage(place.Language), place.Channel, sheet)
        {
            Replaces = view.Replaces,
        };
        return await accept.AcceptOrFindAsync(place.Wave, submission, cancellationToken) switch
        {
            IntakeOutcome.Accepted => Thank(true, StatusCodes.Status201Created),
            IntakeOutcome.Replayed => Thank(!place.IsKiosk, StatusCodes.Status200OK),
            IntakeOutcome.Withdrawn => place.Problem(ProblemCatalogue.ResponseWithdrawn),
            IntakeOutcome.Replaced when place.Acceptance != WaveAcceptance.Open => place.Closed(wasSent: true),
            // What was sent before is another person's there.
            IntakeOutcome.Conflict or IntakeOutcome.Replaced when place.IsKiosk => place.Problem(ProblemCatalogue.IdConflict),
            IntakeOutcome.Conflict or IntakeOutcome.Replaced => AskToReplace(place, view),
            IntakeOutcome.NotReplaceable => place.Problem(ProblemCatalogue.NotReplaceable),
            IntakeOutcome.Refused => place.Problem(ProblemCatalogue.BodyTooLarge),
            IntakeOutcome.Busy => TryAgain(place, view),
            IntakeOutcome.NotOpen => place.Closed(wasSent: true),
            var outcome => throw new InvalidOperationException($"No such outcome: {outcome}."),
        };

        PageResult Thank(bool showsReceipt, int status)
        {
            var thanks = place.ThankYou(view.ResponseId, showsReceipt) with { HasReplaced = view.Replaces is not null };
            return Answer(place, ThankYouPage.Create(thanks), status);
        }
    }

    /// <summary>The form with everything that was ticked and typed, in the language of the address it was sent to. Nothing is stored.</summary>
    private async Task<IResult> SwitchAsync(FormPlace place, FormView view, CancellationToken cancellationToken)
    {
        // Of a form that nobody has begun a new one is as good, and it has an address.
        if (view.Answers.Values.All(answer => answer.Values.All(string.IsNullOrWhiteSpace)))
            return TypedResults.LocalRedirect(place.Href);
        return await ComeBackAsync(place, view with { WasSentBefore = view.Replaces is not null }, StatusCodes.Status200OK, cancellationToken);
    }

    /// <summary>The form as it was filled in. On a shared device only until it is stored: the next person finds nothing by going back.</summary>
    private async Task<IResult> ComeBackAsync(FormPlace place, FormView view, int status, CancellationToken cancellationToken)
    {
        if (place.Acceptance != WaveAcceptance.Open)
            return place.Closed(wasSent: true);
        if (place.IsKiosk && await accept.IsTakenAsync(place.Wave.PartitionOf(place.School), view.ResponseId, cancellationToken))
            return NewForm(place);
        return Answer(place, FormPage.Create(view), status);
    }

    /// <summary>Thanks once more, in another language: for whoever has the receipt of a response that is stored.</summary>
    private async Task<IResult> ThankAgainAsync(FormPlace place, string receipt, CancellationToken cancellationToken)
    {
        if (Receipt.TryParse(receipt, place.Wave.Id, out var bucket, out var id) && bucket == place.School.Bucket
            && await accept.IsStoredAsync(place.Wave.PartitionOf(place.School), place.School.Id, id, cancellationToken))
        {
            return Answer(place, ThankYouPage.Create(place.ThankYou(id, showsReceipt: !place.IsKiosk)), StatusCodes.Status200OK);
        }
        return TypedResults.LocalRedirect(place.Href);
    }

    /// <summary>The wave and school of an address, or what to answer instead.</summary>
    private async Task<Reading<FormPlace, IResult>> FindAsync(
        Audience audience, string waveId, string schoolId, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!WaveId.TryParse(waveId, out var id) || await waves.FindAsync(id, cancellationToken) is not { } wave)
            return Instead(new ProblemResult(ProblemCatalogue.UnknownWave));
        var languages = await findTexts.OfAsync(wave, cancellationToken);
        var (texts, channel) = (PageLanguage.Of(request, languages), WavePlace.ChannelOf(request.Query[Address.Channel]));
        // Which schools it asks is not known before.
        if (wave.State == WaveState.Draft)
            return Instead(new WavePlace(wave, WaveAcceptance.NotYet, texts, languages, channel).Closed(HttpMethods.IsPost(request.Method)));
        if (!SchoolId.TryParse(schoolId, out var school) || await waves.FindSchoolAsync(wave, school, cancellationToken) is not { } pinned)
            return Instead(new ProblemResult(ProblemCatalogue.UnknownSchool) { Languages = languages, Notice = Notice.Of(wave.Definition) });
        if (wave.Survey.Audience != audience)
        {
            var address = Address.OfForm(wave.Survey.Audience, id, school) + request.QueryString;
            return Instead(TypedResults.LocalRedirect(address, preserveMethod: true));
        }

        var hasResults = await WavePlace.LeadsToResultsAsync(request, wave, releases, time, cancellationToken);
        // Looking for the school may have waited for the store: the state must be no older than the cache lets it be.
        wave = await waves.RequireAsync(wave.Tenant, id, cancellationToken);
        return new FormPlace(wave, wave.AcceptanceAt(time.GetUtcNow()), pinned, texts, languages, channel) { HasResults = hasResults };
    }

    private static Reading<FormPlace, IResult> Instead(IResult answer) => Reading<FormPlace, IResult>.Failed(answer);

    private static PageResult NewForm(FormPlace place) => new(FormPage.Create(place.Form(new ResponseId(Guid.NewGuid()))), place.Language)
    {
        IsKeptForGoingBack = !place.IsKiosk,
        // Its id is new with every request: there is nothing to guess at.
        IsCompressible = true,
    };

    /// <summary>To a form that was sent. Who goes on to the results and back finds it again, with the receipt.</summary>
    private static PageResult Answer(FormPlace place, RazorSlices.RazorSlice page, int status) =>
        new(page, place.Language, status) { IsKeptForGoingBack = !place.IsKiosk };

    /// <summary>Other answers than were sent with this form: with an id of their own they can take the place of those.</summary>
    private static PageResult AskToReplace(FormPlace place, FormView view)
    {
        var question = view with { ResponseId = new ResponseId(Guid.NewGuid()), Replaces = view.ResponseId, WasSentBefore = true };
        return Answer(place, FormPage.Create(question), ProblemCatalogue.IdConflict.Status);
    }

    /// <summary>With the same id.</summary>
    private static PageResult TryAgain(FormPlace place, FormView view) => place.TryAgain(FormPage.Create(view with { CouldNotBeStored = true }));
}

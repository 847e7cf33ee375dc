using SurveyEngine.Intake;
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
public sealed class SurveyForm(WaveCache waves, FindPageTexts findTexts, AcceptResponses accept, StorageFailures failures)
{
    /// <summary>A form of ours cannot have more; what somebody made up is not listed to the end.</summary>
    private const int MostProblems = 100;

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
        if (place.Wave.State != WaveState.Open)
            return place.Closed();
        var channel = ChannelOf(request.Query[Address.Channel]);
        return new PageResult(FormPage.Create(View(place, new ResponseId(Guid.NewGuid()), channel)), place.Language)
        {
            IsKeptForGoingBack = channel != Channel.Kiosk,
            // Its id is new with every request: there is nothing to guess at.
            IsCompressible = true,
        };
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
        if (!ResponseId.TryParse(fields.GetValueOrDefault(FormFields.ResponseId), out var id))
        {
            return new ProblemResult(ProblemCatalogue.InvalidId)
            {
                Languages = found.Languages,
                Next = AnotherForm(found),
                IsDemo = found.Wave.Definition.IsDemo,
            };
        }

        var place = found with { Texts = found.TextsOf(fields) };
        var channel = ChannelOf(fields.GetValueOrDefault(FormFields.Channel));
        var answers = AnswersOf(fields);
        var reading = AnswerReader.Read(place.Wave.Survey, answers, dropHidden: true);
        if (reading.Value is not { } sheet)
        {
            if (place.Wave.State != WaveState.Open)
                return place.Closed();
            var view = View(place, id, channel) with { Answers = answers, Problems = [.. reading.Problems.Take(MostProblems)] };
            return new PageResult(FormPage.Create(view), place.Language, ProblemCatalogue.InvalidSubmission.Status);
        }
        var language = place.Wave.Survey.IndexOfLanguage(place.Language);
        var submission = new Submission(place.Wave, place.School, id, language, channel, sheet);
        try
        {
            return PageFor(place, submission, answers, await accept.AcceptOrFindAsync(place.Wave, submission, cancellationToken));
        }
        catch (StoreUnavailableException failure)
        {
            failures.Report(failure);
            return TryAgain(place, submission, answers);
        }
    }

    /// <summary>The wave and school of an address, or what to answer instead.</summary>
    private async Task<Reading<FormPlace, IResult>> FindAsync(
        Audience audience, string waveId, string schoolId, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!WaveId.TryParse(waveId, out var id) || await waves.FindAsync(id, cancellationToken) is not { } wave)
            return Instead(new ProblemResult(ProblemCatalogue.UnknownWave));
        var languages = await findTexts.OfAsync(wave, cancellationToken);
        if (!SchoolId.TryParse(schoolId, out var school) || await waves.FindSchoolAsync(wave, school, cancellationToken) is not { } pinned)
            return Instead(new ProblemResult(ProblemCatalogue.UnknownSchool) { Languages = languages, IsDemo = wave.Definition.IsDemo });
        if (wave.Survey.Audience != audience)
        {
            var address = Address.OfForm(wave.Survey.Audience, id, school) + request.QueryString;
            return Instead(TypedResults.LocalRedirect(address, preserveMethod: true));
        }

        // Looking for the school may have waited for the store: the state must be no older than the cache lets it be.
        wave = await waves.RequireAsync(wave.Tenant, id, cancellationToken);
        return new FormPlace(wave, pinned, PageLanguage.Of(request, languages), languages);
    }

    private static Reading<FormPlace, IResult> Instead(IResult answer) => Reading<FormPlace, IResult>.Failed(answer);

    /// <summary>With the same id.</summary>
    private static PageResult TryAgain(FormPlace place, Submission submission, IReadOnlyDictionary<string, RawAnswer> answers) =>
        place.TryAgain(FormPage.Create(View(place, submission.Id, submission.Channel) with { Answers = answers, CouldNotBeStored = true }));

    private static IResult PageFor(
        FormPlace place, Submission submission, IReadOnlyDictionary<string, RawAnswer> answers, IntakeOutcome outcome) =>
        outcome switch
        {
            IntakeOutcome.Accepted => new PageResult(ThankYouPage.Create(ThankYou(place, submission)), place.Language, StatusCodes.Status201Created),
            IntakeOutcome.Replayed => new PageResult(ThankYouPage.Create(ThankYou(place, submission)), place.Language),
            IntakeOutcome.Withdrawn => Problem(place, ProblemCatalogue.ResponseWithdrawn),
            IntakeOutcome.Conflict => Problem(place, ProblemCatalogue.IdConflict),
            IntakeOutcome.Refused => Problem(place, ProblemCatalogue.BodyTooLarge),
            IntakeOutcome.Busy => TryAgain(place, submission, answers),
            IntakeOutcome.NotOpen => place.Closed(),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
        };

    /// <summary>An address that somebody shortened still leads to the form.</summary>
    private static Channel ChannelOf(string? name) => ChannelName.TryParse(name, out var channel) ? channel : Channel.Link;

    private static ThankYouView ThankYou(FormPlace place, Submission submission) => new()
    {
        Frame = place.Frame with { Languages = [] },
        Audience = place.Wave.Survey.Audience,
        WaveTitle = place.WaveTitle,
        SchoolName = place.School.Name,
        Receipt = Receipt.Format(submission.Partition.Wave, submission.Partition.Bucket, submission.Id),
        WithdrawHref = place.Wave.State == WaveState.Open ? $"{Address.OfWithdrawal(place.Wave.Id)}?{PageLanguage.Query}={place.Language}" : null,
        AnotherFormHref = AddressOf(place, submission.Channel),
        DashboardHref = Address.OfDashboard(place.Wave.Id, place.School.Id.AsScope(), place.Language),
    };

    private static FormView View(FormPlace place, ResponseId id, Channel channel) => new()
    {
        Frame = place.Frame with { KeptQuery = $"{Address.Channel}={ChannelName.Of(channel)}" },
        Survey = place.Wave.Survey,
        WaveTitle = place.WaveTitle,
        SchoolName = place.School.Name,
        Action = Address.OfForm(place.Wave.Survey.Audience, place.Wave.Id, place.School.Id),
        ResponseId = id,
        Channel = channel,
    };

    private static ProblemResult Problem(FormPlace place, Problem problem) =>
        new(problem) { Languages = [place.Texts], Next = AnotherForm(place), IsDemo = place.Wave.Definition.IsDemo };

    private static Func<PageTexts, PageLink> AnotherForm(FormPlace place) =>
        texts => new PageLink(texts["thanks.another"], AddressOf(place with { Texts = texts }, Channel.Link));

    private static string AddressOf(FormPlace place, Channel channel) =>
        Address.OfForm(place.Wave.Survey.Audience, place.Wave.Id, place.School.Id)
        + $"?{Address.Channel}={ChannelName.Of(channel)}&{PageLanguage.Query}={place.Language}";

    private static Dictionary<string, RawAnswer> AnswersOf(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> fields)
    {
        var answers = new Dictionary<string, RawAnswer>();
        foreach (var (field, values) in fields)
        {
            if (FormFields.ItemOf(field) is { } item)
                answers[item] = new RawAnswer([.. values.Select(value => TypedText.Clean(value ?? ""))], IsList: values.Count > 1);
        }
        return answers;
    }

    private sealed record FormPlace(Wave Wave, PinnedSchool School, PageTexts Texts, IReadOnlyList<PageTexts> Languages)
        : WavePlace(Wave, Texts, Languages);
}

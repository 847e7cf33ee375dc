using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Ids;
using Surveys.Readings;

namespace SurveyFunctions.Intake;

/// <summary>
/// HTTP-triggered: the form of a wave, open or not, as respondents will see it, for those who were given the link. What is sent is checked
/// as always and never stored.
/// </summary>
public sealed class PreviewForm(WaveCache waves, ReadWaveSchools schools, PreviewTokens tokens, FindPageTexts findTexts)
{
    [Function(nameof(PreviewForm)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.Preview)] HttpRequest request,
        string wave,
        string token,
        string school,
        CancellationToken cancellationToken)
    {
        var found = await FindAsync(wave, token, school, request, cancellationToken);
        if (found.Value is not { } place)
            return new ProblemResult(found.Problems[0]);
        if (!HttpMethods.IsPost(request.Method))
            return Answer(place, FormPage.Create(NewForm(place)));

        var body = await BodyReader.ReadFormAsync(request, SubmitResponse.MostBytes, cancellationToken);
        if (body.Value is not { } fields)
            return new ProblemResult(body.Problems[0]);
        place = place with { Texts = place.TextsOf(fields) };
        var view = NewForm(place) with { Answers = FormFields.AnswersOf(fields) };
        // Thanks once more, in another language.
        if (fields.ContainsKey(FormFields.Receipt))
            return Thank(place, view);
        if (fields.ContainsKey(PageFrame.SwitchField))
            return Answer(place, FormPage.Create(view));
        var reading = AnswerReader.Read(place.Wave.Survey, view.Answers);
        return reading.IsValid
            ? Thank(place, view)
            : Answer(place, FormPage.Create(view with { Problems = [.. reading.Problems.Take(SurveyForm.MostProblems)] }), ProblemCatalogue.InvalidSubmission.Status);
    }

    private async Task<Reading<FormPlace, Problem>> FindAsync(
        string waveId, string token, string schoolId, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!WaveId.TryParse(waveId, out var id) || await waves.FindAsync(id, cancellationToken) is not { } wave
            || !await tokens.IsRightAsync(wave.Tenant, id, token, cancellationToken))
        {
            return ProblemCatalogue.UnknownWave;
        }
        if (!SchoolId.TryParse(schoolId, out var school) || await FindSchoolAsync(wave, school, cancellationToken) is not { } asked)
            return ProblemCatalogue.UnknownSchool;
        var languages = await findTexts.OfAsync(wave, cancellationToken);
        return new FormPlace(wave, WaveAcceptance.Open, asked, PageLanguage.Of(request, languages), languages, Channel.Link) { PreviewToken = token };
    }

    /// <summary>Null: the wave does not ask it, or a draft would not if it opened now.</summary>
    private async Task<PinnedSchool?> FindSchoolAsync(Wave wave, SchoolId school, CancellationToken cancellationToken)
    {
        if (wave.State != WaveState.Draft)
            return await waves.FindSchoolAsync(wave, school, cancellationToken);
        var asked = (await schools.ReadAsync(wave, cancellationToken)).Value?.Find(node => node.Id == school.AsScope());
        return asked is null ? null : new PinnedSchool(school, asked.Name, asked.Bucket!.Value);
    }

    private static FormView NewForm(FormPlace place) => place.Form(new ResponseId(Guid.NewGuid()));

    private static PageResult Thank(FormPlace place, FormView view) =>
        Answer(place, ThankYouPage.Create(place.ThankYou(view.ResponseId, showsReceipt: false)));

    private static PageResult Answer(FormPlace place, RazorSlices.RazorSlice page, int status = StatusCodes.Status200OK) =>
        new(page, place.Language, status) { IsKeptForGoingBack = true, IsCompressible = true };
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: how the figures of a wave are made, and what they do not show.</summary>
public sealed class AboutFigures(FindResults find, FindPageTexts findTexts)
{
    [Function(nameof(AboutFigures)), Authorize(AccessPolicy.Reader)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.AboutFigures)] HttpRequest request,
        string wave,
        CancellationToken cancellationToken)
    {
        if (await find.FindWaveAsync(wave, cancellationToken) is not { } known)
            return new ProblemResult(ProblemCatalogue.UnknownWave);
        var languages = await findTexts.OfAsync(known, cancellationToken);
        var texts = PageLanguage.Of(request, languages);
        var page = AboutFiguresPage.Create(new AboutFiguresView
        {
            Frame = new PageFrame { Texts = texts, Languages = languages, Notice = Notice.Of(known.Definition), IsSignedIn = Session.PersonOf(request.HttpContext) is not null },
            WaveTitle = known.Definition.TitleIn(texts.Language),
            MinimumCell = known.Definition.MinimumCell,
            DashboardHref = Address.OfDashboard(known.Id, known.Root, texts.Language),
        });
        return new PageResult(page, texts.Language) { IsCompressible = true };
    }
}

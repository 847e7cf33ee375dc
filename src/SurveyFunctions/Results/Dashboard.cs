using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

using SurveyEngine.Waves;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: the results of one scope as a page.</summary>
public sealed class Dashboard(FindResults find, FindPageTexts findTexts)
{
    [Function(nameof(Dashboard)), Authorize(AccessPolicy.Reader)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Dashboard)] HttpRequest request,
        string wave,
        string? scope,
        CancellationToken cancellationToken)
    {
        if (await find.FindWaveAsync(wave, cancellationToken) is not { } known)
            return new ProblemResult(ProblemCatalogue.UnknownWave);
        var languages = await findTexts.OfAsync(known, cancellationToken);
        var texts = PageLanguage.Of(request, languages);
        var variant = string.Join('-', [texts.Language, Asset.Style.Version, .. languages.Select(one => one.Version).OfType<string>()]);
        var reading = await find.FindAsync(known, scope, variant, HeaderNames.AcceptLanguage, languages, request, cancellationToken);
        if (reading.Value is not { } found)
            return reading.Problems[0];

        var id = found.Wave.Id;
        var page = DashboardPage.Create(new DashboardView
        {
            Frame = new PageFrame
            {
                Texts = texts,
                Languages = languages,
                Notice = Notice.Of(found.Wave.Definition),
                IsSignedIn = Session.PersonOf(request.HttpContext) is not null,
            },
            Survey = found.Wave.Survey,
            WaveTitle = found.Wave.Definition.TitleIn(texts.Language),
            IsOpen = found.Wave.State == WaveState.Open,
            Results = found.Results,
            TimeZone = found.Wave.Zone,
            MinimumCell = found.Wave.Definition.MinimumCell,
            HrefOf = other => Address.OfDashboard(id, other, texts.Language),
            AboutHref = Address.OfAboutFigures(id, texts.Language),
            JsonHref = Address.OfJson(id, found.Results.Scope.Id),
            CsvHref = Address.OfCsv(id, found.Results.Scope.Id),
        });
        return new PageResult(page, texts.Language) { ETag = found.ETag, IsCompressible = true };
    }
}

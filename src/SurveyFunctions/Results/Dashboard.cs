using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

using SurveyEngine.Waves;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: the results of one scope as a page.</summary>
public sealed class Dashboard(FindResults find)
{
    [Function(nameof(Dashboard))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Dashboard)] HttpRequest request,
        string wave,
        string? scope,
        CancellationToken cancellationToken)
    {
        var language = PageLanguage.Of(request);
        var reading = await find.FindAsync(wave, scope, $"{language}-{Asset.Style.Version}", HeaderNames.AcceptLanguage, request, cancellationToken);
        if (reading.Value is not { } found)
            return reading.Problems[0];

        var id = found.Wave.Id;
        var page = DashboardPage.Create(new DashboardView
        {
            Frame = new PageFrame
            {
                Language = language,
                Languages = PageTexts.Languages,
                IsDemo = found.Wave.Definition.IsDemo,
            },
            Survey = found.Wave.Survey,
            WaveTitle = found.Wave.Definition.TitleIn(language),
            IsOpen = found.Wave.State == WaveState.Open,
            Results = found.Results,
            TimeZone = found.Wave.Zone,
            MinimumCell = found.Wave.Definition.MinimumCell,
            HrefOf = other => Address.OfDashboard(id, other, language),
            JsonHref = Address.OfJson(id, found.Results.Scope.Id),
            CsvHref = Address.OfCsv(id, found.Results.Scope.Id),
        });
        return new PageResult(page, language) { ETag = found.ETag, IsCompressible = true };
    }
}

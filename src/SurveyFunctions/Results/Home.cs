using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Waves;

using SurveyFunctions.Access;
using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: the start page, with the way into the demo.</summary>
public sealed class Home(FindDemos find)
{
    /// <summary>The address without a segment: an empty route would be the function's name to the Functions host.</summary>
    public const string Route = "{home:maxlength(0)?}";

    [Function(nameof(Home)), Authorize(AccessPolicy.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, CancellationToken cancellationToken)
    {
        var texts = PageLanguage.Of(request);
        if (await find.FindAsync(cancellationToken) is not { } demos)
            return new ProblemResult(ProblemCatalogue.StorageUnavailable);
        request.HttpContext.Response.Headers.Remove(RequestPipeline.Robots);
        var page = StartPage.Create(new StartView
        {
            Frame = new PageFrame { Texts = texts, Languages = PageTexts.All, Notice = demos.Count > 0 ? Notice.Demo : null, IsSignedIn = Session.PersonOf(request.HttpContext) is not null },
            Waves = [.. demos.Select(demo => Describe(demo, texts.Language))],
        });
        return new PageResult(page, texts.Language) { IsCompressible = true };
    }

    private static StartWave Describe(DemoWave demo, string language) => new()
    {
        Title = demo.Wave.Definition.TitleIn(language),
        Organisation = demo.Wave.TenantName,
        Audience = demo.Wave.Survey.Audience,
        IsOpen = demo.Wave.State == WaveState.Open,
        Forms =
        [
            .. demo.Schools.Select(school => new PageLink(
                school.Name,
                $"{Address.OfForm(demo.Wave.Survey.Audience, demo.Wave.Id, school.Id)}?{PageLanguage.Query}={language}")),
        ],
        DashboardHref = demo.HasResults ? Address.OfDashboard(demo.Wave.Id, demo.Wave.Root, language) : null,
    };
}

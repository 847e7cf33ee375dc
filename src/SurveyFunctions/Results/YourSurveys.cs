using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.People;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;

using Surveys.Ids;

namespace SurveyFunctions.Results;

/// <summary>HTTP-triggered: the waves that somebody who is signed in may see, and the way out.</summary>
public sealed class YourSurveys(WaveIndex index, WaveCache waves, ReadResults results, FindReadableScopes findScopes)
{
    [Function(nameof(YourSurveys)), Authorize(AccessPolicy.SignedIn)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.YourSurveys)] HttpRequest request, CancellationToken cancellationToken)
    {
        var texts = PageLanguage.Of(request);
        var person = Session.PersonOf(request.HttpContext)!;
        var listed = new List<StartWave>();
        foreach (var (id, _) in (await index.ListAsync(cancellationToken)).Where(entry => entry.Tenant == person.Tenant))
        {
            if (await waves.FindAsync(id, cancellationToken) is not { State: not WaveState.Draft } wave)
                continue;
            var release = await results.FindReleaseAsync(wave, cancellationToken);
            var scope = person.Grant.Scope ?? wave.Root;
            if (person.Grant.Scope is null || await findScopes.IsPartAsync(wave, scope, cancellationToken))
                listed.Add(Describe(wave, release is null ? null : scope, texts.Language));
        }
        var page = YourSurveysPage.Create(new YourSurveysView
        {
            Frame = new PageFrame { Texts = texts, Languages = PageTexts.All, IsSignedIn = true },
            Name = person.Name,
            PeopleHref = person.Grant.Role >= Role.Coordinator ? Address.OfPeople(texts.Language) : null,
            Waves = [.. listed.OrderBy(wave => !wave.IsOpen)],
            Token = FormToken.Of(request.HttpContext),
        });
        return new PageResult(page, texts.Language);
    }

    private static StartWave Describe(Wave wave, ScopeId? scope, string language) => new()
    {
        Title = wave.Definition.TitleIn(language),
        Organisation = wave.TenantName,
        Audience = wave.Survey.Audience,
        IsOpen = wave.State == WaveState.Open,
        DashboardHref = scope is { } shown ? Address.OfDashboard(wave.Id, shown, language) : null,
    };
}

public sealed record YourSurveysView : PageView
{
    /// <summary>Of who is signed in.</summary>
    public required string Name { get; init; }

    /// <summary>Null: it is not theirs to see.</summary>
    public required string? PeopleHref { get; init; }

    public required IReadOnlyList<StartWave> Waves { get; init; }

    public required string Token { get; init; }

    public override PageText Title => Texts["yours.title"];
}

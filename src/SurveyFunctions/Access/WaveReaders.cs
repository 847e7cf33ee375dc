using Microsoft.AspNetCore.Authorization;

using SurveyEngine.People;
using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyFunctions.Access;

/// <summary>Who reads the wave of the route: has a scope that it pinned. What else they see of it: <see cref="ReadableScopes"/>.</summary>
internal sealed class ReadsWave : IAuthorizationRequirement;

/// <inheritdoc cref="ReadsWave"/>
internal sealed class WaveReaders(WaveCache waves, FindReadableScopes scopes) : AuthorizationHandler<ReadsWave>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ReadsWave requirement)
    {
        var http = (HttpContext)context.Resource!;
        if (WaveId.TryParse((string?)http.Request.RouteValues["wave"], out var id)
            && await waves.FindAsync(id, http.RequestAborted) is { } wave
            && (wave.IsPublic || await IsOfAsync(wave, Session.PersonOf(http), http.RequestAborted)))
        {
            context.Succeed(requirement);
        }
    }

    private async ValueTask<bool> IsOfAsync(Wave wave, Person? person, CancellationToken cancellationToken) =>
        person?.Tenant == wave.Tenant && (person.Grant.Scope is not { } scope || await scopes.IsPartAsync(wave, scope, cancellationToken));
}

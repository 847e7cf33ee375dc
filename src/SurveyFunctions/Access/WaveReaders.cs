using Microsoft.AspNetCore.Authorization;

using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyFunctions.Access;

/// <summary>Who reads the wave of the route. Which of its scopes is judged by the release: <see cref="SurveyEngine.People.ReadableScopes"/>.</summary>
internal sealed class ReadsWave : IAuthorizationRequirement;

/// <inheritdoc cref="ReadsWave"/>
internal sealed class WaveReaders(WaveCache waves) : AuthorizationHandler<ReadsWave>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ReadsWave requirement)
    {
        var http = (HttpContext)context.Resource!;
        if (WaveId.TryParse((string?)http.Request.RouteValues["wave"], out var id)
            && await waves.FindAsync(id, http.RequestAborted) is { } wave
            && (wave.IsPublic || Session.PersonOf(http)?.Tenant == wave.Tenant))
        {
            context.Succeed(requirement);
        }
    }
}

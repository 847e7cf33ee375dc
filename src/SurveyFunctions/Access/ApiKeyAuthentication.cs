using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;

using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

using SurveyEngine.People;

using SurveyFunctions.Hosting;

namespace SurveyFunctions.Access;

/// <summary>A program's key, sent with each request as <c>Authorization: Bearer</c>.</summary>
internal sealed class ApiKeyAuthentication(
    PeopleCache cache, ManagePeople people, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "key";

    public const string Bearer = "Bearer";

    /// <summary>Whether the request has a key, whatever it is worth.</summary>
    public static bool IsThere(HttpRequest request) => request.Headers.Authorization.Count > 0;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) || !Bearer.Equals(header.Scheme, StringComparison.OrdinalIgnoreCase)
            || (!Request.IsHttps && !Loopback.IsOf(Request)) || !ApiKey.TryParse(header.Parameter ?? "", out var key))
        {
            return AuthenticateResult.NoResult();
        }
        if (await cache.FindAsync(key.Tenant, key.Program, Context.RequestAborted) is not { IsProgram: true } program || !people.IsRight(program, key.Secret))
            return AuthenticateResult.NoResult();
        Session.Take(Context, program);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Scheme)), Scheme));
    }
}

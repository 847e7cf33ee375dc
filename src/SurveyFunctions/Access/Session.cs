using System.Globalization;
using System.Security.Claims;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

using SurveyEngine.People;

using Surveys.Ids;

namespace SurveyFunctions.Access;

/// <summary>
/// Somebody's session: a sealed cookie that names the person, and nothing else. What they may do is read of the person, at most a minute ago.
/// </summary>
public sealed class Session(PeopleCache people) : CookieAuthenticationEvents
{
    public const string Scheme = "session";

    /// <summary>Since the last request.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromHours(12);

    /// <summary>Since the sign-in.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const string Tenant = "tenant";
    private const string Id = "person";
    private const string Stamp = "stamp";
    private const string Began = "began";

    private static readonly object PersonKey = new();

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = SessionCookies.Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.CookieManager = new SessionCookies();
        options.ExpireTimeSpan = LongestIdle;
        options.SlidingExpiration = true;
        options.EventsType = typeof(Session);
    }

    /// <summary>Who the request is of, as stored; null: anybody.</summary>
    public static Person? PersonOf(HttpContext context) => context.User.Identity is { IsAuthenticated: true } ? (Person?)context.Items[PersonKey] : null;

    /// <summary>The request is of this person.</summary>
    internal static void Take(HttpContext context, Person person) => context.Items[PersonKey] = person;

    public static Task BeginAsync(HttpContext context, Person person)
    {
        var properties = new AuthenticationProperties();
        Begin(properties, context.RequestServices.GetRequiredService<TimeProvider>());
        return context.SignInAsync(Scheme, PrincipalOf(person), properties);
    }

    /// <summary>Of a session that begins now.</summary>
    internal static void Begin(AuthenticationProperties properties, TimeProvider time) => properties.SetString(Began, time.GetUtcNow().ToString("O"));

    /// <summary>What a session says of somebody.</summary>
    internal static ClaimsPrincipal PrincipalOf(Person person) =>
        new(new ClaimsIdentity([new(Tenant, person.Tenant.Value), new(Id, person.Id), new(Stamp, person.Stamp)], Scheme));

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var (http, claims) = (context.HttpContext, context.Principal!);
        var isRecent = DateTimeOffset.TryParse(context.Properties.GetString(Began), CultureInfo.InvariantCulture, out var began)
            && context.Options.TimeProvider!.GetUtcNow() < began + Longest;
        var person = isRecent ? await FindAsync(claims, http.RequestAborted) : null;
        if (person is not null && person.Stamp == claims.FindFirstValue(Stamp))
            Take(http, person);
        else
            context.RejectPrincipal();
    }

    /// <summary>Null: they are gone.</summary>
    private async Task<Person?> FindAsync(ClaimsPrincipal claims, CancellationToken cancellationToken) =>
        TenantId.TryParse(claims.FindFirstValue(Tenant), out var tenant) && claims.FindFirstValue(Id) is { } id
            && await people.FindAsync(tenant, id, cancellationToken) is { RevokedAt: null, IsProgram: false } person
            ? person
            : null;
}

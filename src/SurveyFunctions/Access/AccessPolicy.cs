using System.Reflection;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

using SurveyEngine.People;

using SurveyFunctions.Hosting;

namespace SurveyFunctions.Access;

/// <summary>
/// Who may call a function: it names one of these next to its route, or that anybody may without being known. One that names nothing is refused.
/// </summary>
public static class AccessPolicy
{
    /// <summary>Anybody; of who is signed in it is known.</summary>
    public const string Anyone = "anyone";

    /// <summary>Who reads the wave of the route: of a public one anybody, else people of its tenant.</summary>
    public const string Reader = "reader";

    /// <summary>Whoever is signed in.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Coordinators and admins, of whatever scope.</summary>
    public const string Coordinator = "coordinator";

    public const string Admin = "admin";

    /// <param name="provider">Null: people sign in by links alone.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, ProviderOptions? provider)
    {
        // Else the only scheme is asked of every request, before it is known how that came, and of whoever answers a survey.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        services.AddAuthentication().AddCookie(Session.Scheme, Session.Configure).AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, configureOptions: null);
        if (provider is not null)
            services.AddProvider(provider);
        services.AddSessionKeys().AddAntiforgery(FormToken.Configure).RemoveKeysAtStart();
        return services
            .AddAuthorization(Configure)
            .AddSingleton<IAuthorizationHandler, WaveReaders>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, Refusals>()
            .AddSingleton<Attempts>()
            .AddSingleton<Session>();
    }

    /// <summary>By itself, so that the start of an app without one loads nothing of it.</summary>
    private static void AddProvider(this IServiceCollection services, ProviderOptions provider) => services
        .AddSingleton(provider)
        .AddSingleton<ProviderSignIn>()
        .AddAuthentication().AddOpenIdConnect(ProviderSignIn.Scheme, options => ProviderSignIn.Configure(options, provider));

    private static void Configure(AuthorizationOptions options)
    {
        options.AddPolicy(Anyone, policy => policy.AddAuthenticationSchemes(Session.Scheme).RequireAssertion(_ => true));
        options.AddPolicy(Reader, policy => policy.AddAuthenticationSchemes(Session.Scheme, ApiKeyAuthentication.Scheme).AddRequirements(new ReadsWave()));
        foreach (var (name, least) in new[] { (SignedIn, Role.Viewer), (Coordinator, Role.Coordinator), (Admin, Role.Admin) })
        {
            options.AddPolicy(name, policy => policy.AddAuthenticationSchemes(Session.Scheme).RequireAssertion(
                asked => Session.PersonOf((HttpContext)asked.Resource!) is { } person && person.Grant.Role >= least));
        }
        // Of a function that names no policy. What routing answers, as to another method, is no function's.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(asked => FunctionOf((HttpContext)asked.Resource!) is null).Build();
    }

    /// <summary>The endpoint of a function says which it is, and who may call it, as its attributes do.</summary>
    public static object[] MetadataOf(MethodInfo function) => [function, .. function.GetCustomAttributes()];

    /// <summary>Null: no function answers.</summary>
    internal static MethodInfo? FunctionOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>();

    /// <summary>A key is read, and made, with the first request that needs one: a storage that hangs must not use up the time to start.</summary>
    private static void RemoveKeysAtStart(this IServiceCollection services)
    {
        foreach (var service in services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Namespace == "Microsoft.AspNetCore.DataProtection.Internal").ToList())
        {
            services.Remove(service);
        }
    }
}

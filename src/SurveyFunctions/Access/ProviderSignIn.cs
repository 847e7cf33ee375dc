using System.Security.Claims;

using Azure.Core;
using Azure.Identity;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

using SurveyEngine.People;
using SurveyEngine.Waves;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;

namespace SurveyFunctions.Access;

/// <summary>
/// Signing in with a provider of identities: who somebody is, are the provider and its name for them; what they may, claims say, each time they sign in.
/// From then on their session is like any other.
/// </summary>
public sealed class ProviderSignIn(ProviderOptions provider, ManagePeople people, PeopleCache cache, DefinitionStore definitions, TimeProvider time) : OpenIdConnectEvents
{
    public const string Scheme = "provider";

    // The steps of the way there and back.
    public const string SignIn = "sign-in";
    public const string Callback = "callback";
    public const string SignOut = "sign-out";
    public const string SignedOut = "signed-out";

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>What a token of a managed identity must be for, to stand for an app.</summary>
    private static readonly string[] AssertionScopes = ["api://AzureADTokenExchange/.default"];

    private readonly TokenCredential? _identity =
        provider.ManagedIdentityClientId is { } id ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)) : null;

    public static void Configure(OpenIdConnectOptions options, ProviderOptions provider)
    {
        options.Authority = provider.Authority.OriginalString;
        options.RequireHttpsMetadata = !provider.Authority.IsLoopback;
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.SignInScheme = Session.Scheme;
        options.CallbackPath = Address.Of(Address.Provider, Callback);
        options.SignedOutCallbackPath = Address.Of(Address.Provider, SignedOut);
        options.RemoteSignOutPath = default;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // What comes back by a form would come without the cookies that it is held against.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        // One answer of the provider before somebody is led there would be one more that can fail, and an assertion is good for one.
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("profile");
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // Of the way there and back alone: however many somebody begins, no other page gets them.
            cookie.Path = Address.Of(Address.Provider, "").TrimEnd('/');
        }
        options.EventsType = typeof(ProviderSignIn);
    }

    /// <summary>The provider does not answer.</summary>
    public static bool IsAway(Exception failure) =>
        failure is HttpRequestException or TaskCanceledException or IOException || (failure.InnerException is { } inner && IsAway(inner));

    public override async Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context)
    {
        var assertion = provider.ClientAssertionFile is { } file ? await File.ReadAllTextAsync(file, context.HttpContext.RequestAborted)
            : _identity is not null ? (await _identity.GetTokenAsync(new TokenRequestContext(AssertionScopes), context.HttpContext.RequestAborted)).Token
            : null;
        if (assertion is not null)
            (context.TokenEndpointRequest!.ClientAssertion, context.TokenEndpointRequest.ClientAssertionType) = (assertion.Trim(), AssertionType);
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        var claims = context.Principal!;
        var grant = provider.Grants.FirstOrDefault(rule => claims.HasClaim(rule.Claim, rule.Value))?.Grant;
        var identity = new ProviderIdentity(claims.FindFirstValue("iss")!, claims.FindFirstValue("sub")!, claims.FindFirstValue("name"));
        if (grant is null || await definitions.FindTenantAsync(provider.Tenant, context.HttpContext.RequestAborted) is null
            || await people.SignInAsync(provider.Tenant, identity, grant, nameof(IdentityProvider), context.HttpContext.RequestAborted) is not { } person)
        {
            context.HandleResponse();
            LeadBack(context.HttpContext, SignInView.Refused);
            return;
        }
        cache.Forget(person.Tenant, person.Id);
        context.Principal = Session.PrincipalOf(person);
        Session.Begin(context.Properties!, time);
    }

    /// <summary>Else the provider, which is shown no token, would not know whose address it is to lead back to.</summary>
    public override Task RedirectToIdentityProviderForSignOut(RedirectContext context)
    {
        context.ProtocolMessage.ClientId = provider.ClientId;
        return Task.CompletedTask;
    }

    /// <summary>What came back is not an answer to what this browser asked, or the provider says no.</summary>
    public override Task RemoteFailure(RemoteFailureContext context)
    {
        if (context.Failure is { } failure && (IsAway(failure) || Failures.FindStorageFailure(failure) is not null))
            return Task.CompletedTask;
        context.HandleResponse();
        LeadBack(context.HttpContext, SignInView.Failed);
        return Task.CompletedTask;
    }

    private static void LeadBack(HttpContext context, string why) =>
        context.Response.Redirect($"{Address.OfSignIn(PageLanguage.Of(context.Request).Language)}&{SignInView.Why}={why}");
}

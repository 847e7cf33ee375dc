using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Access;

/// <summary>
/// HTTP-triggered: the way to the provider of identities and back, for signing in and out. Both begin with a link: a form may not lead away from here.
/// </summary>
public sealed class IdentityProvider(IAuthenticationSchemeProvider schemes, Attempts attempts)
{
    [Function(nameof(IdentityProvider)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Provider)] HttpRequest request, string step, CancellationToken cancellationToken)
    {
        if (await schemes.GetSchemeAsync(ProviderSignIn.Scheme) is null)
            return new ProblemResult(ProblemCatalogue.NotFound);
        if (!attempts.MayTry(request.HttpContext))
            return new ProblemResult(ProblemCatalogue.TooManyAttempts);
        var language = PageLanguage.Of(request).Language;
        return step switch
        {
            ProviderSignIn.SignIn => new HandlerResult(context => context.ChallengeAsync(ProviderSignIn.Scheme, new AuthenticationProperties { RedirectUri = Address.OfYourSurveys(language) })),
            ProviderSignIn.SignOut => new HandlerResult(context => context.SignOutAsync(ProviderSignIn.Scheme, new AuthenticationProperties { RedirectUri = Address.OfSignIn(language) })),
            ProviderSignIn.Callback or ProviderSignIn.SignedOut => new HandlerResult(TakeBackAsync),
            _ => new ProblemResult(ProblemCatalogue.NotFound),
        };
    }

    /// <summary>What the framework does by itself with addresses that it listens on, which no request reaches under the Functions host.</summary>
    private static async Task TakeBackAsync(HttpContext context)
    {
        var handler = (IAuthenticationRequestHandler)(await context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, ProviderSignIn.Scheme))!;
        if (!await handler.HandleRequestAsync())
            await new ProblemResult(ProblemCatalogue.NotFound).ExecuteAsync(context);
    }

    /// <summary>The framework's handler answers.</summary>
    private sealed class HandlerResult(Func<HttpContext, Task> answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                await answer(httpContext);
            }
            catch (Exception away) when (away is not OperationCanceledException && ProviderSignIn.IsAway(away))
            {
                await new ProblemResult(ProblemCatalogue.ProviderUnavailable).ExecuteAsync(httpContext);
            }
        }
    }
}

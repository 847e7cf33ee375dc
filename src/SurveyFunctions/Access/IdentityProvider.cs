using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Access;

/// <summary>
/// HTTP-triggered: the way to the provider of identities and back, for signing in and out. Both begin with a link: a form may not lead away from here.
/// </summary>
public sealed partial class IdentityProvider(IAuthenticationSchemeProvider schemes, TimeProvider time, ILogger<IdentityProvider> logger)
{
    private readonly LogThrottle _throttle = new(time);

    private ILogger Logger => logger;

    [Function(nameof(IdentityProvider)), AllowAnonymous]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Provider)] HttpRequest request, string step, CancellationToken cancellationToken)
    {
        if (await schemes.GetSchemeAsync(ProviderSignIn.Scheme) is null)
            return new ProblemResult(ProblemCatalogue.NotFound);
        if (!request.IsHttps && !Loopback.IsOf(request))
            return new ProblemResult(ProblemCatalogue.NotSecure);
        var language = PageLanguage.Of(request).Language;
        return step switch
        {
            ProviderSignIn.SignIn => new HandlerResult(this, context => context.ChallengeAsync(ProviderSignIn.Scheme, new AuthenticationProperties { RedirectUri = Address.OfYourSurveys(language) })),
            ProviderSignIn.SignOut => new HandlerResult(this, context => context.SignOutAsync(ProviderSignIn.Scheme, new AuthenticationProperties { RedirectUri = Address.OfSignIn(language) })),
            ProviderSignIn.Callback or ProviderSignIn.SignedOut => new HandlerResult(this, TakeBackAsync),
            _ => new ProblemResult(ProblemCatalogue.NotFound),
        };
    }

    /// <summary>What the framework does by itself with addresses that it listens on, which no request reaches under the Functions host.</summary>
    private static async Task TakeBackAsync(HttpContext context)
    {
        var handler = (IAuthenticationRequestHandler)(await context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, ProviderSignIn.Scheme))!;
        await handler.HandleRequestAsync();
        // It answers nothing to what it does not know.
        if (!context.Response.HasStarted && context.Response.StatusCode is StatusCodes.Status200OK)
            context.Response.Redirect(Address.OfSignIn(PageLanguage.Of(context.Request).Language));
    }

    /// <summary>The framework's handler answers. Whatever else it meets at the provider is as good as none.</summary>
    private sealed class HandlerResult(IdentityProvider function, Func<HttpContext, Task> answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                await answer(httpContext);
            }
#pragma warning disable CA1031 // The provider is somebody else's: what it sends may be anything.
            catch (Exception failure) when (!httpContext.RequestAborted.IsCancellationRequested && Failures.FindStorageFailure(failure) is null && !httpContext.Response.HasStarted)
#pragma warning restore CA1031
            {
                if (function._throttle.IsTime(out var leftOut))
                    Log.Away(function.Logger, failure.GetBaseException().GetType().Name, leftOut);
                await new ProblemResult(ProblemCatalogue.ProviderUnavailable).ExecuteAsync(httpContext);
            }
        }
    }

    private static partial class Log
    {
        // Without what it says: anybody can have it say anything.
        [LoggerMessage(1, LogLevel.Warning, "The provider of identities does not answer as it should ({Failure}); {LeftOut} more times since the last of these lines.")]
        public static partial void Away(ILogger logger, string failure, int leftOut);
    }
}

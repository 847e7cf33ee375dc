using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Access;

/// <summary>
/// What somebody may not see is answered as what is not there. Whoever has a session that is over is led to sign in, whether there is
/// something or not.
/// </summary>
internal sealed class Refusals(Attempts attempts) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        var isForReaders = policy.Requirements.OfType<ReadsWave>().Any();
        if (AccessPolicy.FunctionOf(context)!.GetCustomAttributes(typeof(AuthorizeAttribute), inherit: false).Length == 0)
            return new ProblemResult(ProblemCatalogue.NotFound).ExecuteAsync(context);
        // Whatever it asks for: of a key that holds no longer nobody learns what there is.
        if (isForReaders && ApiKeyAuthentication.IsThere(context.Request) && Session.PersonOf(context) is null)
        {
            var mayTry = attempts.MayTry(context);
            attempts.CountWrong(context);
            context.Response.Headers.WWWAuthenticate = ApiKeyAuthentication.Bearer;
            return new ProblemResult(mayTry ? ProblemCatalogue.KeyNotValid : ProblemCatalogue.TooManyAttempts).ExecuteAsync(context);
        }
        return isForReaders && (Session.PersonOf(context) is not null || !SessionCookies.IsThere(context.Request))
            ? new ProblemResult(ProblemCatalogue.UnknownWave).ExecuteAsync(context)
            : TypedResults.LocalRedirect(Address.OfSignIn(PageLanguage.Of(context.Request).Language)).ExecuteAsync(context);
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Access;

/// <summary>
/// What somebody may not see is answered as what is not there. Whoever has a session that is over is led to sign in, whether there is
/// something or not.
/// </summary>
internal sealed class Refusals : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        var isForReaders = policy.Requirements.OfType<ReadsWave>().Any();
        if (AccessPolicy.FunctionOf(context)!.GetCustomAttributes(typeof(AuthorizeAttribute), inherit: false).Length == 0)
            return new ProblemResult(ProblemCatalogue.NotFound).ExecuteAsync(context);
        return isForReaders && (Session.PersonOf(context) is not null || !SessionCookies.IsThere(context.Request))
            ? new ProblemResult(ProblemCatalogue.UnknownWave).ExecuteAsync(context)
            : TypedResults.LocalRedirect(Address.OfSignIn(PageLanguage.Of(context.Request).Language)).ExecuteAsync(context);
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Access;

/// <summary>
/// What somebody may not see is answered as what is not there. Whoever has a session that is over is led to sign in, whether there is
/// something or not; a form of theirs comes back with what they typed.
/// </summary>
internal sealed class Refusals(Attempts attempts) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            await next(context);
        else
            await (await AnswerAsync(context, isForReaders: policy.Requirements.OfType<ReadsWave>().Any())).ExecuteAsync(context);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, bool isForReaders)
    {
        var isKnown = Session.PersonOf(context) is not null;
        if (isKnown || AccessPolicy.FunctionOf(context)!.GetCustomAttributes(typeof(AuthorizeAttribute), inherit: false).Length == 0)
            return new ProblemResult(isForReaders ? ProblemCatalogue.UnknownWave : ProblemCatalogue.NotFound);
        // Whatever it asks for: of a key that holds no longer nobody learns what there is.
        if (isForReaders && ApiKeyAuthentication.IsThere(context.Request))
        {
            var mayTry = attempts.MayTry(context);
            attempts.CountWrong(context);
            context.Response.Headers.WWWAuthenticate = ApiKeyAuthentication.Bearer;
            return new ProblemResult(mayTry ? ProblemCatalogue.KeyNotValid : ProblemCatalogue.TooManyAttempts);
        }
        if (isForReaders && !SessionCookies.IsThere(context.Request))
            return new ProblemResult(ProblemCatalogue.UnknownWave);
        return HttpMethods.IsPost(context.Request.Method) && await FormToken.ReadRefusedAsync(context) is { } fields
            ? SendAgain.InsteadOf(context, ProblemCatalogue.FormNotOurs, fields)
            : TypedResults.LocalRedirect(Address.OfSignIn(PageLanguage.Of(context.Request).Language));
    }
}

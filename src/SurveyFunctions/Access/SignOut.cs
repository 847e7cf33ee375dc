using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Access;

/// <summary>HTTP-triggered: ends the session of this browser, or all of the person's.</summary>
public sealed class SignOut(ManagePeople people, PeopleCache cache)
{
    /// <summary>Of the button that ends all.</summary>
    public const string Everywhere = "everywhere";

    [Function(nameof(SignOut)), Authorize(AccessPolicy.SignedIn)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Address.SignOut)] HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await FormToken.ReadFormAsync(request, cancellationToken);
        if (form.Value is not { } fields)
            return new ProblemResult(form.Problems[0]);
        var person = Session.PersonOf(request.HttpContext)!;
        if (fields.ContainsKey(Everywhere))
        {
            await people.SignOutAsync(person.Tenant, person.Id, new Actor(person.Id, nameof(SignOut)), cancellationToken);
            cache.Forget(person.Tenant, person.Id);
        }
        await Session.EndAsync(request.HttpContext);
        return new SeeOther($"{Address.OfSignIn(PageLanguage.Of(request).Language)}&{SignInView.Why}={SignInView.SignedOut}");
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.People;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Ids;

namespace SurveyFunctions.Access;

/// <summary>
/// HTTP-triggered: where the link of an invitation leads. Messengers open links to preview them, so that opening it does nothing: only the button of its
/// page uses it up, and begins a session.
/// </summary>
public sealed class AcceptInvitation(ManagePeople people, PeopleCache cache, Attempts attempts)
{
    [Function(nameof(AcceptInvitation)), Authorize(AccessPolicy.Anyone)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = Address.Invitation)] HttpRequest request,
        string tenant,
        string person,
        string secret,
        CancellationToken cancellationToken)
    {
        var context = request.HttpContext;
        var texts = PageLanguage.Of(request);
        if (!request.IsHttps && !Loopback.IsOf(request))
            return new ProblemResult(ProblemCatalogue.NotSecure);
        if (!HttpMethods.IsPost(request.Method))
        {
            // The same of every link, good or not: nobody learns here which there are.
            var page = AcceptInvitationPage.Create(new AcceptInvitationView { Frame = new PageFrame { Texts = texts, Languages = PageTexts.All, IsSignedIn = Session.PersonOf(context) is not null }, Token = FormToken.Of(context) });
            return new PageResult(page, texts.Language);
        }
        var form = await FormToken.ReadFormAsync(request, cancellationToken);
        if (!form.IsValid)
            return new ProblemResult(form.Problems[0]);
        var isOfTenant = TenantId.TryParse(tenant, out var id);
        var link = isOfTenant && Slug.IsValid(person) ? $"{id}/{person}" : null;
        if (!attempts.MayTry(context, link))
            return new ProblemResult(ProblemCatalogue.TooManyAttempts);
        if (!isOfTenant || await people.RedeemAsync(id, person, secret, nameof(AcceptInvitation), cancellationToken) is not { } redeemed)
        {
            attempts.CountWrong(context, link);
            return new ProblemResult(ProblemCatalogue.InvitationNotValid)
            {
                Next = shown => Session.PersonOf(context) is null
                    ? new PageLink(shown["sign-in.title"], Address.OfSignIn(shown.Language))
                    : new PageLink(shown["yours.title"], Address.OfYourSurveys(shown.Language)),
            };
        }
        cache.Forget(id, person);
        await Session.BeginAsync(context, redeemed);
        return new SeeOther(Address.OfYourSurveys(texts.Language));
    }
}

public sealed record AcceptInvitationView : PageView
{
    public required string Token { get; init; }

    public override PageText Title => Texts["invitation.title"];
}

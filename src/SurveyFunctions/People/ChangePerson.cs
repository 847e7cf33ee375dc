using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.People;

/// <summary>HTTP-triggered: changes what somebody may, makes them a new link, or takes their access back.</summary>
public sealed class ChangePerson(FindReach findReach, ManagePeople people, PeopleCache cache, ShowPerson show)
{
    /// <summary>Of the button that was pressed: which of the three.</summary>
    public const string ActField = "act";
    public const string Regrant = "grant";
    public const string Renew = "renew";
    public const string Revoke = "revoke";

    private const string LastAdmin = "person.problem.last-admin";

    [Function(nameof(ChangePerson)), Authorize(AccessPolicy.Coordinator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Address.Person)] HttpRequest request, string person, CancellationToken cancellationToken)
    {
        var sent = await FormToken.ReadFormAsync(request, cancellationToken);
        if (sent.Value is not { } fields)
            return FormToken.InsteadOf(request, sent.Problems[0]);
        if (await findReach.FindNowAsync(request.HttpContext, cancellationToken) is not { } context)
            return new ProblemResult(ProblemCatalogue.NotFound);
        var (tenant, by) = (context.By.Tenant, new Actor(context.By.Id, nameof(ChangePerson)));
        if (await people.FindAsync(tenant, person, cancellationToken) is not { RevokedAt: null } known || !context.Reach.MayChange(known))
            return new ProblemResult(ProblemCatalogue.NotFound);
        try
        {
            switch (fields.GetValueOrDefault(ActField).ToString())
            {
                case Renew when await people.RenewAsync(tenant, person, ManagePeople.UsualLinkLifetime, by, cancellationToken, context.Reach.MayChange) is { } renewed:
                    return InvitedView.Show(request, context, renewed.Person, renewed.Secret);
                case Revoke when await people.RevokeAsync(tenant, person, by, cancellationToken, context.Reach.MayChange) is not null:
                    break;
                case Regrant when GrantForm.Read(fields, context.Reach, isNamed: false) is var form:
                    if (form.Problems.Count > 0)
                        return show.Show(request, context, known, form);
                    if (form.Grant == known.Grant)
                        return new SeeOther(Address.OfPeople(PageLanguage.Of(request).Language));
                    var isMore = !new Reach(known, context.Organisations).MayGrant(form.Grant);
                    if (await people.RegrantAsync(
                        tenant, person, form.Grant, isMore, by, cancellationToken, other => other is { IsProgram: false, Identity: null } && other.Grant == known.Grant && context.Reach.MayChange(other)) is null)
                    {
                        return new ProblemResult(ProblemCatalogue.NotFound);
                    }
                    cache.Forget(tenant, person);
                    // Theirs does not hold any more.
                    if (isMore && await people.RenewAsync(tenant, person, ManagePeople.UsualLinkLifetime, by, cancellationToken, other => other.Grant == form.Grant) is { } again)
                    {
                        return InvitedView.Show(request, context, again.Person, again.Secret, isMore: true);
                    }
                    break;
                default:
                    return new ProblemResult(ProblemCatalogue.NotFound);
            }
        }
        catch (LastAdminException)
        {
            return show.Show(request, context, known, GrantForm.Of(known) with { Problems = [(LastAdmin, "")] });
        }
        cache.Forget(tenant, person);
        return new SeeOther($"{Address.OfPeople(PageLanguage.Of(request).Language)}&{ListPeople.Done}=1");
    }
}

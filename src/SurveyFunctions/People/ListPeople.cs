using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.People;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;

namespace SurveyFunctions.People;

/// <summary>HTTP-triggered: those below somebody, what they may, and a form to invite another.</summary>
public sealed class ListPeople(FindReach findReach, ManagePeople people, TimeProvider time)
{
    /// <summary>In the query after something was changed.</summary>
    public const string Done = "done";

    [Function(nameof(ListPeople)), Authorize(AccessPolicy.Coordinator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.People)] HttpRequest request, CancellationToken cancellationToken) =>
        await ShowAsync(request, await findReach.FindAsync(request.HttpContext, cancellationToken), new GrantForm(), cancellationToken);

    /// <param name="form">What is in the form, and what is wrong with it.</param>
    internal async Task<IResult> ShowAsync(HttpRequest request, PeopleContext context, GrantForm form, CancellationToken cancellationToken)
    {
        var texts = PageLanguage.Of(request);
        var known = await people.ListAsync(context.By.Tenant, cancellationToken);
        var page = PeoplePage.Create(new PeopleView
        {
            Frame = new PageFrame { Texts = texts, Languages = PageTexts.All, IsSignedIn = true },
            People =
            [
                .. known.Where(context.Reach.MayChange).OrderBy(person => person.RevokedAt is not null).ThenBy(person => person.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(person => new ListedPerson(
                        person.Name, Address.OfPerson(person.Id, texts.Language), texts[person.IsProgram ? "people.role.program" : GrantFieldsView.NameOf(person.Grant.Role)],
                        person.Grant.Scope is { } scope ? ScopeNames.Of(context.Organisations, scope) : texts["people.scope.all"], PersonState.Of(person, texts, context.Zone, time.GetUtcNow()))),
            ],
            Fields = new GrantFieldsView(texts, form, context.Reach, context.Organisations, IsNew: true),
            IsDone = request.Query.ContainsKey(Done),
            AuditHref = context.By.Grant.Role is Role.Admin ? Address.OfAudit(texts.Language) : null,
            Token = FormToken.Of(request.HttpContext),
        });
        return new PageResult(page, texts.Language, form.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}

/// <param name="State">Whether they came, and until when their link holds.</param>
public sealed record ListedPerson(string Name, string Href, PageText Role, PageText Scope, PageText State);

public sealed record PeopleView : PageView
{
    public required IReadOnlyList<ListedPerson> People { get; init; }

    public required GrantFieldsView Fields { get; init; }

    /// <summary>Something was just changed.</summary>
    public required bool IsDone { get; init; }

    /// <summary>Null: it is not theirs to see.</summary>
    public required string? AuditHref { get; init; }

    public required string Token { get; init; }

    public bool IsNameWrong => Fields.Form.Problems.Any(problem => problem.Field == GrantForm.NameField);

    public AlertView? Alert => Fields.Form.Problems.Count == 0 ? null : new AlertView(
        "problems", Texts["people.problems"], Hint: null,
        [.. Fields.Form.Problems.Select(problem => (Texts[problem.Text], (PageLink?)new PageLink(Texts[$"people.{problem.Field}"], $"#{problem.Field}")))]);

    public override PageText Title => Texts["people.title"];
}

/// <summary>How it stands with somebody's link, session or key.</summary>
internal static class PersonState
{
    public static PageText Of(Person person, PageTexts texts, TimeZoneInfo zone, DateTimeOffset now)
    {
        return person switch
        {
            { RevokedAt: { } revoked } => At("people.state.revoked", revoked),
            { IsProgram: true, SecretExpiresAt: { } until } when until > now => At("people.state.key", until),
            { IsProgram: true } => texts["people.state.key-expired"],
            { SecretHash: not null, SecretExpiresAt: { } until, SignedInAt: { } before } when until > now => PageText.Join(" · ", At("people.state.signed-in", before), At("people.state.link", until)),
            { SecretHash: not null, SecretExpiresAt: { } until } when until > now => At("people.state.link", until),
            { SignedInAt: { } signedIn } => At("people.state.signed-in", signedIn),
            _ => texts["people.state.expired"],
        };

        PageText At(string key, DateTimeOffset moment) => texts.With(key, ("time", Figures.Time(texts, moment, zone)));
    }
}

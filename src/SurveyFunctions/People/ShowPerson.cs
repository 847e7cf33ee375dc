using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyEngine.People;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.People;

/// <summary>HTTP-triggered: somebody's page, with what can be changed.</summary>
public sealed class ShowPerson(FindReach findReach, ManagePeople people, TimeProvider time)
{
    [Function(nameof(ShowPerson)), Authorize(AccessPolicy.Coordinator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.Person)] HttpRequest request, string person, CancellationToken cancellationToken)
    {
        var context = await findReach.FindAsync(request.HttpContext, cancellationToken);
        return await people.FindAsync(context.By.Tenant, person, cancellationToken) is { } found && context.Reach.MayChange(found)
            ? Show(request, context, found, GrantForm.Of(found))
            : new ProblemResult(ProblemCatalogue.NotFound);
    }

    /// <param name="form">What is in the form, and what is wrong with it.</param>
    internal PageResult Show(HttpRequest request, PeopleContext context, Person person, GrantForm form)
    {
        var texts = PageLanguage.Of(request);
        var page = PersonPage.Create(new PersonView
        {
            Frame = new PageFrame { Texts = texts, Languages = PageTexts.All, IsSignedIn = true },
            Person = person,
            State = PersonState.Of(person, texts, context.Zone, time.GetUtcNow()),
            Fields = new GrantFieldsView(texts, form, context.Reach, context.Organisations),
            Token = FormToken.Of(request.HttpContext),
        });
        return new PageResult(page, texts.Language, form.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}

public sealed record PersonView : PageView
{
    public required Person Person { get; init; }

    public required PageText State { get; init; }

    public required GrantFieldsView Fields { get; init; }

    public required string Token { get; init; }

    public string Action => Address.OfPerson(Person.Id, Frame.Language);

    public AlertView? Alert => Fields.Form.Problems is [var problem, ..]
        ? new AlertView("problems", Texts["people.problems"], Hint: null, (Texts[problem.Text], problem.Field.Length == 0 ? null : new PageLink(Texts[$"people.{problem.Field}"], $"#{problem.Field}")))
        : null;

    public override PageText Title => Person.Name;
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using QRCoder;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using SurveyFunctions.Access;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.People;

/// <summary>HTTP-triggered: invites somebody, or makes a key for a program, and shows the link or key, once.</summary>
public sealed class InvitePerson(FindReach findReach, ManagePeople people, ListPeople list)
{
    [Function(nameof(InvitePerson)), Authorize(AccessPolicy.Coordinator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Address.People)] HttpRequest request, CancellationToken cancellationToken)
    {
        var sent = await FormToken.ReadFormAsync(request, cancellationToken);
        if (sent.Value is not { } fields)
            return FormToken.InsteadOf(request, sent.Problems[0]);
        if (await findReach.FindNowAsync(request.HttpContext, cancellationToken) is not { } context)
            return new ProblemResult(ProblemCatalogue.NotFound);
        var form = GrantForm.Read(fields, context.Reach, isNamed: true);
        if (form.Problems.Count > 0)
            return await list.ShowAsync(request, context, form, cancellationToken);
        var lifetime = form.IsProgram ? ManagePeople.UsualKeyLifetime : ManagePeople.UsualLinkLifetime;
        var (person, secret) = await people.AddAsync(
            context.By.Tenant, form.Name, form.Grant, form.IsProgram, lifetime, new Actor(context.By.Id, nameof(InvitePerson)), cancellationToken);
        return InvitedView.Show(request, context, person, secret);
    }
}

/// <summary>A link that was just made, also as a code for the camera of a phone; or a key.</summary>
public sealed record InvitedView : PageView
{
    private const int MostInCode = 1_000;

    public required string Name { get; init; }

    public required string Link { get; init; }

    public required PageText Until { get; init; }

    public override PageText Title => Texts.With(IsKey ? "invited.key" : "invited.title", ("name", Name));

    /// <summary>It is a key, for a program.</summary>
    public bool IsKey { get; init; }

    /// <summary>No camera reads a longer one, and no program has one.</summary>
    public bool HasCode => !IsKey && Link.Length <= MostInCode;

    /// <summary>Modules along one side of the code, with the quiet zone that it needs.</summary>
    public int Size => Code.ModuleMatrix.Count;

    private QRCodeData Code => field ??= QRCodeGenerator.GenerateQrCode(Link, QRCodeGenerator.ECCLevel.M);

    /// <summary>The dark modules, as the outline of an SVG: a line of each run in a row.</summary>
    public string Outline()
    {
        var path = new System.Text.StringBuilder();
        foreach (var (y, row) in Code.ModuleMatrix.Index())
        {
            for (var x = 0; x < row.Count; x++)
            {
                if (row[x])
                    path.Append($"M{x} {y}h1v1h-1z");
            }
        }
        return path.ToString();
    }

    /// <summary>They may more than before, and have to sign in again.</summary>
    public bool IsMore { get; init; }

    internal static PageResult Show(HttpRequest request, PeopleContext context, Person person, string secret, bool isMore = false)
    {
        var texts = PageLanguage.Of(request);
        var page = InvitedPage.Create(new InvitedView
        {
            Frame = new PageFrame { Texts = texts, IsSignedIn = true },
            Name = person.Name,
            IsMore = isMore,
            IsKey = person.IsProgram,
            Link = person.IsProgram ? ApiKey.Of(person, secret).ToString() : $"{request.Scheme}://{request.Host}{Address.Of(Address.Invitation, person.Tenant.Value, person.Id, secret)}",
            Until = Figures.Time(texts, person.SecretExpiresAt!.Value, context.Zone),
        });
        return new PageResult(page, texts.Language);
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;

namespace SurveyFunctions.Access;

/// <summary>HTTP-triggered: says how one signs in.</summary>
public sealed class SignIn(IEnumerable<ProviderOptions> providers)
{
    [Function(nameof(SignIn)), Authorize(AccessPolicy.Anyone)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.SignIn)] HttpRequest request, CancellationToken cancellationToken)
    {
        var texts = PageLanguage.Of(request);
        var person = Session.PersonOf(request.HttpContext);
        var page = SignInPage.Create(new SignInView
        {
            Frame = new PageFrame { Texts = texts, Languages = PageTexts.All, IsSignedIn = person is not null },
            Name = person?.Name,
            Provider = providers.FirstOrDefault()?.Name,
            Alert = request.Query[SignInView.Why] switch
            {
                [SignInView.Refused] => texts["sign-in.refused"],
                [SignInView.Failed] => texts["sign-in.failed"],
                _ => null,
            },
            IsSignedOut = request.Query[SignInView.Why] == SignInView.SignedOut,
        });
        return Task.FromResult<IResult>(new PageResult(page, texts.Language) { IsCompressible = true });
    }
}

public sealed record SignInView : PageView
{
    /// <summary>In the query: why somebody is led here.</summary>
    public const string Why = "why";

    /// <summary>The provider knows them, and nothing here is theirs to see.</summary>
    public const string Refused = "refused";

    /// <summary>The provider, or their browser, did not bring them back as they left.</summary>
    public const string Failed = "failed";

    /// <summary>They signed out.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>Of who is signed in already; null: nobody.</summary>
    public required string? Name { get; init; }

    /// <summary>With whom one can sign in, too; null: by a link alone.</summary>
    public required string? Provider { get; init; }

    /// <summary>Why it did not work; null: nothing was tried.</summary>
    public required PageText? Alert { get; init; }

    /// <summary>They may want to sign out of the provider as well.</summary>
    public required bool IsSignedOut { get; init; }

    public override PageText Title => Texts["sign-in.title"];
}

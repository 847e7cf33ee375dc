using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Pages;

namespace SurveyFunctions.Access;

/// <summary>HTTP-triggered: says how one signs in.</summary>
public sealed class SignIn
{
    [Function(nameof(SignIn)), AllowAnonymous]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Address.SignIn)] HttpRequest request, CancellationToken cancellationToken)
    {
        var texts = PageLanguage.Of(request);
        var page = SignInPage.Create(new SignInView { Frame = new PageFrame { Texts = texts, Languages = PageTexts.All } });
        return Task.FromResult<IResult>(new PageResult(page, texts.Language) { IsCompressible = true });
    }
}

public sealed record SignInView : PageView
{
    public override PageText Title => Texts["sign-in.title"];
}

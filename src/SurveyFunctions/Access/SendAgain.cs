using Microsoft.Extensions.Primitives;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Access;

/// <summary>
/// A form that could not be taken, as its sender's session was over or its page is of another one: it comes back with what was typed, to be sent once
/// more. Only one of this site's own pages comes back: no other site has somebody send what it made up.
/// </summary>
internal static class SendAgain
{
    // The values that forms of people have by their buttons and lists.
    private static readonly Dictionary<(string, string), string> Words = new()
    {
        [("act", "grant")] = "person.change",
        [("act", "renew")] = "person.renew",
        [("act", "revoke")] = "person.revoke",
        [("role", "viewer")] = "people.role.viewer",
        [("role", "coordinator")] = "people.role.coordinator",
        [("role", "admin")] = "people.role.admin",
        [("scope", "*")] = "people.scope.all",
    };

    /// <summary>Says the browser, of what no page can make it say.</summary>
    public static bool IsOfThisSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "same-origin";

    private static PageText TextOf(PageTexts texts, string field, string value) => Words.TryGetValue((field, value), out var key) ? texts[key] : value;

    /// <summary>What to answer to a form with a problem.</summary>
    /// <param name="fields">As they were sent; null: they could not be read.</param>
    public static IResult InsteadOf(HttpContext context, Problem problem, IReadOnlyDictionary<string, StringValues>? fields)
    {
        if (problem != ProblemCatalogue.FormNotOurs || fields is null || !IsOfThisSite(context.Request))
            return new ProblemResult(problem);
        var texts = PageLanguage.Of(context.Request);
        var isSignedIn = Session.PersonOf(context) is not null;
        var page = SendAgainPage.Create(new SendAgainView
        {
            Frame = new PageFrame { Texts = texts, IsSignedIn = isSignedIn },
            Sent = [.. from field in fields where field.Key != FormToken.Field from value in field.Value where value?.Length > 0 select TextOf(texts, field.Key, value)],
            Fields = [.. from field in fields where field.Key != FormToken.Field from value in field.Value select (field.Key, value ?? "")],
            Token = FormToken.Of(context),
        });
        return new PageResult(page, texts.Language, isSignedIn ? StatusCodes.Status409Conflict : StatusCodes.Status401Unauthorized);
    }
}

public sealed record SendAgainView : PageView
{
    /// <summary>As they were sent, but for the token.</summary>
    public required IReadOnlyList<(string Name, string Value)> Fields { get; init; }

    /// <summary>The same in words, as far as there are some.</summary>
    public required IReadOnlyList<PageText> Sent { get; init; }

    public required string Token { get; init; }

    public string SignInHref => Address.OfSignIn(Frame.Language);

    public override PageText Title => Texts[Frame.IsSignedIn ? "again.title" : "again.title-over"];
}

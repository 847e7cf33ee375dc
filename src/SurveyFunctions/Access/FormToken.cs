using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Primitives;

using SurveyFunctions.Hosting;
using SurveyFunctions.Problems;

using Surveys.Readings;

namespace SurveyFunctions.Access;

/// <summary>What stands in a form for people who sign in, so that no other site sends it in their name.</summary>
public static class FormToken
{
    public const string Field = "token";

    private const int MostBytes = 8 * 1024;

    public static void Configure(AntiforgeryOptions options)
    {
        options.FormFieldName = Field;
        options.HeaderName = null;
        options.Cookie.Name = "form";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.SuppressXFrameOptionsHeader = true;
    }

    /// <summary>For a page that is shown now.</summary>
    public static string Of(HttpContext context) => context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context).RequestToken!;

    /// <summary>What is answered to a form that was not taken for this.</summary>
    internal static IResult InsteadOf(HttpRequest request, Problem problem) =>
        SendAgain.InsteadOf(request.HttpContext, problem, problem == ProblemCatalogue.FormNotOurs ? request.Form.ToDictionary() : null);

    /// <summary>The fields of a form that is not taken, whose sender is not signed in; null: there is nothing to lose.</summary>
    internal static async Task<IReadOnlyDictionary<string, StringValues>?> ReadRefusedAsync(HttpContext context) =>
        AccessPolicy.FunctionOf(context)?.DeclaringType == typeof(SignOut) || !SendAgain.IsOfThisSite(context.Request)
            ? null
            : (await BodyReader.ReadFormAsync(context.Request, MostBytes, context.RequestAborted)).Value;

    /// <summary>The fields of a form that was sent with its token.</summary>
    public static async Task<Reading<Dictionary<string, StringValues>, Problem>> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadFormAsync(request, MostBytes, cancellationToken);
        if (body.Value is not { } fields)
            return body;
        // Read once, for the check as well.
        request.Form = new FormCollection(fields);
        // A browser that says so is not asked for more: a host beside this one could have set the cookie.
        if (request.Headers["Sec-Fetch-Site"] is [not "same-origin"])
            return ProblemCatalogue.FormNotOurs;
        var isValid = await request.HttpContext.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(request.HttpContext);
        return isValid ? body : ProblemCatalogue.FormNotOurs;
    }
}

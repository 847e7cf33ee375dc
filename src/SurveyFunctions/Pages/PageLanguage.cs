using Microsoft.Net.Http.Headers;

namespace SurveyFunctions.Pages;

/// <summary>The language of a page: what the address says, else what the browser asks for, else the first offered.</summary>
public static class PageLanguage
{
    public const string Query = "lang";

    /// <param name="offered">Primary tags, the default first.</param>
    public static string Of(HttpRequest request, IReadOnlyList<string> offered)
    {
        if (request.Query[Query] is [{ } asked] && offered.Contains(asked))
            return asked;
        return request.GetTypedHeaders().AcceptLanguage
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(PrimaryTag)
            .FirstOrDefault(offered.Contains) ?? offered[0];
    }

    /// <summary>The language of a page that belongs to no survey.</summary>
    public static string Of(HttpRequest request) => Of(request, PageTexts.Languages);

    private static string PrimaryTag(StringWithQualityHeaderValue accepted) =>
        accepted.Value.Value!.Split('-')[0].ToLowerInvariant();
}

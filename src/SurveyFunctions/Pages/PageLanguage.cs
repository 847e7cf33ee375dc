using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>The language of a page: what the address says, else what the browser asks for, else the first offered.</summary>
public static class PageLanguage
{
    public const string Query = "lang";

    /// <summary>Browsers send a few.</summary>
    private const int MostAccepted = 20;

    /// <param name="offered">The default first.</param>
    public static PageTexts Of(HttpRequest request, IReadOnlyList<PageTexts> offered)
    {
        var tags = offered.Select(texts => texts.Language).ToList();
        var match = request.Query[Query] is [{ } asked] ? Match(asked, tags) : null;
        match ??= request.GetTypedHeaders().AcceptLanguage
            .Take(MostAccepted)
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => Match(accepted.Value.Value!, tags))
            .FirstOrDefault(closest => closest is not null);
        return match is null ? offered[0] : offered[tags.IndexOf(match)];
    }

    /// <summary>The language of a page that belongs to no survey.</summary>
    public static PageTexts Of(HttpRequest request) => Of(request, PageTexts.All);

    /// <summary>
    /// The offered tag that who asks for a language reads best, in the manner of RFC 4647: of those of the same language one of the same
    /// script, and among these the same region or else one for all. So <c>zh-TW</c> is given <c>zh-Hant</c>, and <c>pt</c> is given <c>pt-BR</c> where
    /// there is no other.
    /// </summary>
    /// <param name="asked">A tag in any case, with whatever follows script and region, as browsers send and people type it.</param>
    /// <returns>One of <paramref name="offered"/>; null: none is of this language.</returns>
    public static string? Match(string asked, IReadOnlyList<string> offered) =>
        LanguageTag.Parse(asked.Replace('_', '-')) is { } wanted
            ? offered.Where(tag => Closeness(wanted, tag) > 0).MaxBy(tag => Closeness(wanted, tag))
            : null;

    /// <summary>0: another language.</summary>
    private static int Closeness(LanguageTag wanted, string offered)
    {
        var tag = LanguageTag.Parse(offered)!;
        if (NameOf(tag) != NameOf(wanted))
            return 0;
        if (Scripts.Of(tag) != Scripts.Of(wanted))
            return 1;
        return tag.Region == wanted.Region ? 4 : tag.Region is null ? 3 : 2;
    }

    /// <summary>The language without script and region. Of two names for one language, which browsers and surveys may each use, the first.</summary>
    private static string NameOf(LanguageTag tag) => tag.Language switch
    {
        "fil" => "tl",
        "in" => "id",
        "iw" => "he",
        "ji" => "yi",
        "nb" => "no",
        var name => name,
    };
}

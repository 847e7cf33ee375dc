using SurveyFunctions.Pages;

namespace Surveyctl.Links;

/// <summary>Where a school's families, its staff or a member find their form.</summary>
/// <param name="Language">That the form is shown in; null: in the one that the browser asks for.</param>
internal sealed record SchoolLink(WaveNode School, string? Language, Uri Address)
{
    /// <param name="wave">Open or not: the links of a draft say until it opens that it has not.</param>
    /// <param name="schools">Of the wave.</param>
    /// <param name="url">Where the app is.</param>
    /// <param name="inEachLanguage">Also one for each language of the survey.</param>
    public static IEnumerable<SchoolLink> Of(Wave wave, IEnumerable<WaveNode> schools, Uri url, bool inEachLanguage)
    {
        IReadOnlyList<string?> languages = inEachLanguage ? [null, .. wave.Survey.Languages] : [null];
        return from school in schools
               let path = SurveyFunctions.Pages.Address.OfForm(wave.Survey.Audience, wave.Id, school.School)
               from language in languages
               select new SchoolLink(school, language, new Uri(url, language is null ? path : $"{path}?{PageLanguage.Query}={language}"));
    }
}

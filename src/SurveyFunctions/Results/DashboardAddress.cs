using SurveyFunctions.Hosting;
using Surveys.Ids;

namespace SurveyFunctions.Results;

/// <summary>Addresses of results, from the root of the site.</summary>
public static class DashboardAddress
{
    public static string Of(WaveId wave, ScopeId scope, string language) => $"/dashboard/{wave}/{scope}?{PageLanguage.Query}={language}";

    public static string JsonOf(WaveId wave, ScopeId scope) => $"/api/waves/{wave}/results/{scope}";

    public static string CsvOf(WaveId wave, ScopeId scope) => $"{JsonOf(wave, scope)}?{WaveResults.Format}={WaveResults.Csv}";
}

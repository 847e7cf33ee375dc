using SurveyFunctions.Hosting;

using Surveys.Ids;

namespace SurveyFunctions.Results;

/// <summary>Addresses of results, from the root of the site.</summary>
public static class DashboardAddress
{
    public static string Of(WaveId wave, ScopeId scope, string language) =>
        $"{Address.Of(Dashboard.Route, wave.Value, scope.Value)}?{PageLanguage.Query}={language}";

    public static string JsonOf(WaveId wave, ScopeId scope) => Address.Of(WaveResults.Route, wave.Value, scope.Value);

    public static string CsvOf(WaveId wave, ScopeId scope) => $"{JsonOf(wave, scope)}?{WaveResults.Format}={WaveResults.Csv}";
}

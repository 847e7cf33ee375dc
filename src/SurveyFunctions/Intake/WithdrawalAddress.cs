using SurveyFunctions.Hosting;

using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>Addresses of the pages on which answers are withdrawn. No receipt ever stands in one.</summary>
public static class WithdrawalAddress
{
    /// <summary>From the root of the site.</summary>
    public static string Of(WaveId wave) => Address.Of(WithdrawalForm.Route, wave.Value);

    public static string Of(WaveId wave, string language) => $"{Of(wave)}?{PageLanguage.Query}={language}";
}

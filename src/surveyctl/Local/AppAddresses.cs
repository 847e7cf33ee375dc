using SurveyEngine.Waves;

using SurveyFunctions.Intake;
using SurveyFunctions.Pages;

using Surveys.Ids;

namespace Surveyctl.Local;

/// <summary>Addresses of an app that runs somewhere.</summary>
internal static class AppAddresses
{
    public static Uri Form(Uri app, Wave wave, SchoolId school, string language) =>
        new(app, $"{Address.OfForm(wave.Survey.Audience, wave.Id, school)}?{PageLanguage.Query}={language}");

    public static Uri Dashboard(Uri app, Wave wave, string language) => new(app, Address.OfDashboard(wave.Id, wave.Root, language));

    public static Uri Responses(Uri app, WaveId wave) => new(app, Address.Of(SubmitResponse.Route, wave.Value));

    public static Uri ResponseBatches(Uri app, WaveId wave) => new(app, Address.Of(SubmitResponses.Route, wave.Value));
}

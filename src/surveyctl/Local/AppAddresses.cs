using Surveys.Definitions;
using Surveys.Ids;

using SurveyStore.Waves;

namespace Surveyctl.Local;

/// <summary>Addresses of the app's pages. They are public and do not change; a test asks for every one that <c>up</c> prints.</summary>
internal static class AppAddresses
{
    public static Uri Form(Uri app, Wave wave, SchoolId school, string language)
    {
        var form = wave.Survey.Audience switch
        {
            Audience.Family => "family",
            Audience.Staff => "school",
            Audience.Member => "member",
            _ => throw new ArgumentOutOfRangeException(nameof(wave)),
        };
        return new Uri(app, $"/{form}/{wave.Id}/{school}?lang={language}");
    }

    public static Uri Dashboard(Uri app, Wave wave, string language) => new(app, $"/dashboard/{wave.Id}/{wave.Root}?lang={language}");

    public static Uri Responses(Uri app, WaveId wave) => new(app, $"/api/waves/{wave}/responses");

    public static Uri ResponseBatches(Uri app, WaveId wave) => new(app, $"/api/waves/{wave}/responses/batch");
}

using SurveyFunctions.Hosting;

using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>Addresses of forms. Each audience has a function, and so a route, of its own.</summary>
public static class FormAddress
{
    public const string Channel = "via";

    /// <summary>From the root of the site.</summary>
    public static string Of(Audience audience, WaveId wave, SchoolId school) => Address.Of(RouteOf(audience), wave.Value, school.Value);

    private static string RouteOf(Audience audience) => audience switch
    {
        Audience.Family => FamilySurvey.Route,
        Audience.Staff => SchoolSurvey.Route,
        Audience.Member => MemberSurvey.Route,
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };
}

using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>Addresses of forms. Each audience has a function, and so a first segment, of its own.</summary>
public static class FormAddress
{
    public const string Channel = "via";

    public static string SegmentOf(Audience audience) => audience switch
    {
        Audience.Family => "family",
        Audience.Staff => "school",
        Audience.Member => "member",
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };

    /// <summary>Path and query, from the root of the site.</summary>
    public static string Of(Audience audience, WaveId wave, SchoolId school) => $"/{SegmentOf(audience)}/{wave}/{school}";
}

using SurveyFunctions.Pages;

using Surveys.Definitions;

namespace SurveyFunctions.Intake;

public sealed record ThankYouView : PageView
{
    public required Audience Audience { get; init; }

    public required string WaveTitle { get; init; }

    public required string SchoolName { get; init; }

    /// <summary>What proves that the answers were received; it names nobody.</summary>
    public required string Receipt { get; init; }

    /// <summary>Where the answers can be withdrawn; null: they cannot.</summary>
    public string? WithdrawHref { get; init; }

    /// <summary>A new, empty form of the same school.</summary>
    public required string AnotherFormHref { get; init; }

    public required string DashboardHref { get; init; }

    public override PageText Title => Texts["thanks.title"];
}

using SurveyFunctions.Pages;

namespace SurveyFunctions.Intake;

public sealed record ClosedView : PageView
{
    public required string WaveTitle { get; init; }

    /// <summary>False: the wave has not opened yet. True: it takes no more answers.</summary>
    public required bool IsOver { get; init; }

    /// <summary>In place of the page on which answers are withdrawn, and not of the form.</summary>
    public bool IsForWithdrawing { get; init; }

    public required string DashboardHref { get; init; }

    public override PageText Title => Texts[IsOver ? "closed.over" : "closed.draft"];

    public string TextKey => this switch
    {
        { IsOver: false } => "closed.draft-text",
        { IsForWithdrawing: true } => "closed.over-withdraw",
        _ => "closed.over-text",
    };
}

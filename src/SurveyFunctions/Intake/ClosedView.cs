using SurveyFunctions.Pages;

namespace SurveyFunctions.Intake;

public sealed record ClosedView : PageView
{
    public required string WaveTitle { get; init; }

    /// <summary>Of a wave that has not opened yet; null: it is not known.</summary>
    public PageText? OpensAt { get; init; }

    /// <summary>False: the wave has not opened yet. True: it takes no more answers.</summary>
    public required bool IsOver { get; init; }

    /// <summary>Null: it is not known, or the wave is not over.</summary>
    public PageText? ClosedAt { get; init; }

    public required string TenantName { get; init; }

    /// <summary>In answer to a form that somebody filled in: none of it was stored.</summary>
    public bool WasSent { get; init; }

    /// <summary>In place of the page on which answers are withdrawn, and not of the form.</summary>
    public bool IsForWithdrawing { get; init; }

    public required string DashboardHref { get; init; }

    public override PageText Title => Texts[WasSent ? "closed.not-sent" : IsOver ? "closed.over" : "closed.draft"];

    public IEnumerable<PageText> Paragraphs => this switch
    {
        { IsOver: false, WasSent: false } => DraftText,
        { IsOver: false } => [Texts["closed.draft"], .. DraftText],
        { IsForWithdrawing: true } => [Texts["closed.over-withdraw"]],
        { WasSent: true } => [.. ClosedText, Texts["closed.not-sent-text"], Texts.With("closed.not-sent-do", ("tenant", TenantName))],
        _ => [.. ClosedText, Texts["closed.over-text"]],
    };

    private IEnumerable<PageText> DraftText =>
        [.. OpensAt is null ? [] : new[] { Texts.With("closed.opens-at", ("time", OpensAt)) }, Texts["closed.draft-text"]];

    private IEnumerable<PageText> ClosedText => ClosedAt is null ? [] : [Texts.With("closed.at", ("time", ClosedAt))];
}

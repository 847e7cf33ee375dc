using SurveyFunctions.Pages;

namespace SurveyFunctions.Intake;

/// <summary>The page on which the answers of a receipt are withdrawn: empty, or come back with what was typed.</summary>
public sealed record WithdrawalView : PageView
{
    /// <summary>Of the element.</summary>
    public const string FormId = "withdrawal";

    public required string WaveTitle { get; init; }

    /// <summary>How somebody came to it.</summary>
    public required string Channel { get; init; }

    /// <summary>Where the form is posted to.</summary>
    public required string Action { get; init; }

    /// <summary>As it was sent; empty for a new page, and on a shared device.</summary>
    public string Typed { get; init; } = "";

    /// <summary>Nothing was typed.</summary>
    public bool IsMissing { get; init; }

    /// <summary>What was typed is no receipt of this survey.</summary>
    public bool IsInvalid { get; init; }

    /// <summary>Nothing is wrong with the receipt, but the storage did not take it: the page says so and asks to send it again.</summary>
    public bool CouldNotBeDone { get; init; }

    public override PageText Title =>
        IsInvalid ? Texts.With("form.problem-title", ("title", Texts["withdraw.title"])) : Texts["withdraw.title"];

    public PageText Message => Texts[IsMissing ? "withdraw.missing" : "withdraw.invalid"];

    public AlertView? Alert =>
        IsInvalid ? new("errors-title", Texts["withdraw.errors"], null, (Message, new PageLink(Texts["withdraw.receipt"], "#receipt")))
        : CouldNotBeDone ? new("not-done-title", Texts["withdraw.not-done"], Texts["withdraw.not-done-hint"])
        : null;
}

/// <summary>After the withdrawal.</summary>
public sealed record WithdrawnView : PageView
{
    public required string WaveTitle { get; init; }

    /// <summary>Null: there are no results yet.</summary>
    public required string? DashboardHref { get; init; }

    public override PageText Title => Texts["withdrawn.title"];
}

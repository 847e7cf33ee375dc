using SurveyFunctions.Pages;

namespace SurveyFunctions.Intake;

/// <summary>
/// The page on which the answers of a receipt are withdrawn or, once the wave has settled, looked for: empty, or come back with what was typed.
/// </summary>
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

    /// <summary>Nothing can be withdrawn any more.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Nothing is wrong with the receipt, but the storage did not take it: the page says so and asks to send it again.</summary>
    public bool CouldNotBeDone { get; init; }

    public override PageText Title =>
        IsInvalid ? Texts.With("form.problem-title", ("title", Heading)) : Heading;

    public PageText Heading => Texts[IsSettled ? "receipt.title" : "withdraw.title"];

    public PageText Message => Texts[IsMissing ? "withdraw.missing" : "withdraw.invalid"];

    public AlertView? Alert =>
        IsInvalid ? new("errors-title", Texts[IsSettled ? "receipt.errors" : "withdraw.errors"], null, (Message, new PageLink(Texts["withdraw.receipt"], "#receipt")))
        : CouldNotBeDone ? new("not-done-title", Texts[IsSettled ? "receipt.not-done" : "withdraw.not-done"], Texts["withdraw.not-done-hint"])
        : null;
}

/// <summary>After the withdrawal, or what became of answers that were not withdrawn.</summary>
public sealed record WithdrawnView : PageView
{
    public required string WaveTitle { get; init; }

    /// <summary>Null: there are no results yet.</summary>
    public required string? DashboardHref { get; init; }

    /// <summary>Null: they are withdrawn.</summary>
    public bool? IsInResults { get; init; }

    public override PageText Title => Texts[IsInResults switch { null => "withdrawn.title", true => "receipt.in-results", false => "receipt.too-late" }];

    public PageText Text => Texts[IsInResults switch { null => "withdrawn.text", true => "receipt.in-results-text", false => "receipt.too-late-text" }];
}

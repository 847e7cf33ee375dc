using SurveyFunctions.Pages;

namespace SurveyFunctions.Intake;

public sealed record ThankYouView : PageView
{
    public const string SwitchFormId = "again";

    public required string TenantName { get; init; }

    public required string WaveTitle { get; init; }

    public required string SchoolName { get; init; }

    /// <summary>Of the form, to which a switch of the language sends the receipt.</summary>
    public required string Action { get; init; }

    /// <summary>The answers took the place of others that were sent before.</summary>
    public bool HasReplaced { get; init; }

    /// <summary>What proves that the answers were received; it names nobody. Null: on a shared device it is shown once, in a preview never.</summary>
    public string? Receipt { get; init; }

    /// <summary>On a shared device nothing is kept.</summary>
    public bool IsKiosk => Frame.StartHref is not null;

    /// <summary>Where the answers can be withdrawn; null: they cannot.</summary>
    public string? WithdrawHref { get; init; }

    /// <summary>Null: nobody is invited to answer next.</summary>
    public InvitationView? Invitation { get; init; }

    /// <summary>Null: there are no results to see.</summary>
    public required string? DashboardHref { get; init; }

    public override PageText Title => Texts["thanks.title"];

    public PageText Message => Texts.With(HasReplaced ? "thanks.replaced" : "thanks.received", ("school", SchoolName));

    public string ReceiptFileName => $"{Texts["thanks.receipt"]}.txt";

    /// <summary>The receipt as a file that is part of the page: no request has it in its address. Null: it cannot be saved.</summary>
    public string? ReceiptFileHref => IsKiosk ? null : "data:text/plain;charset=utf-8," + Uri.EscapeDataString(
        string.Join("\r\n", [$"{TenantName} · {WaveTitle}", SchoolName, "", Texts["thanks.receipt"].Value, Receipt, "", Texts["thanks.keep"].Value, .. Withdrawing]));

    /// <summary>Where, without the name of the site: what a request calls it is not to be trusted.</summary>
    private IEnumerable<string> Withdrawing =>
        WithdrawHref is null ? [] : [Texts["thanks.withdraw-text"].Value, $"{Texts["thanks.withdraw"]}: {WithdrawHref}"];
}

/// <summary>Who may answer next, and the new, empty form for it.</summary>
public sealed record InvitationView(PageText Text, PageLink Form);

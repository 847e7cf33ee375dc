namespace SurveyFunctions.Pages;

/// <summary>What is wrong with a receipt that was typed.</summary>
public enum ReceiptProblem
{
    Missing,

    /// <summary>Mistyped, or of another survey.</summary>
    Invalid,
}

/// <summary>The page on which the answers of a receipt are withdrawn: empty, or come back with what was typed.</summary>
public sealed record WithdrawalView
{
    public required PageFrame Frame { get; init; }

    public required string WaveTitle { get; init; }

    /// <summary>Where the form is posted to.</summary>
    public required string Action { get; init; }

    /// <summary>As it was sent; empty for a new page.</summary>
    public string Typed { get; init; } = "";

    /// <summary>Null: nothing is wrong.</summary>
    public ReceiptProblem? Problem { get; init; }

    /// <summary>Nothing is wrong with the receipt, but the storage did not take it: the page says so and asks to send it again.</summary>
    public bool CouldNotBeDone { get; init; }
}

/// <summary>
/// Says what withdrawing does and asks for the receipt. The field has several lines, because a phone is too narrow for a receipt in
/// one and who types it compares it with the original.
/// </summary>
public static class WithdrawalPage
{
    private const string Field = "receipt";

    public static Html Render(WithdrawalView view)
    {
        var texts = view.Frame.Texts;
        var title = texts["withdraw.title"];
        var pageTitle = view.Problem is null ? title : texts.With("form.problem-title", ("title", title));
        return Layout.Render(view.Frame, pageTitle, $"""
            {Summary(view)}{NotDone(view)}
            <p class="kicker"><bdi>{view.WaveTitle}</bdi></p>
            <h1>{title}</h1>
            <p class="lead">{texts["withdraw.lead"]}</p>
            <ul class="plain">
            <li>{texts["withdraw.while-open"]}</li>
            <li>{texts["withdraw.final"]}</li>
            <li>{texts["withdraw.needed"]}</li>
            </ul>
            <form method="post" action="{view.Action}" autocomplete="off" novalidate>
            <input type="hidden" name="{FormFields.Language}" value="{view.Frame.Language}">
            <div class="{(view.Problem is null ? "item" : "item invalid")}">
            <label class="legend-text" for="{Field}">{texts["withdraw.receipt"]}</label>
            <p class="hint" id="{Field}-hint">{texts["withdraw.hint"]}</p>
            {Html.When(view.Problem is not null, $"""<p class="error" id="{Field}-error">{Message(view)}</p>""")}
            {Input(view)}
            </div>
            <p class="send"><button type="submit">{texts["withdraw.submit"]}</button></p>
            </form>
            """);
    }

    private static Html Input(WithdrawalView view)
    {
        var isInvalid = view.Problem is not null;
        Html typing = $"""dir="ltr" inputmode="text" autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" """;
        Html state = $"""aria-required="true" aria-describedby="{Field}-hint{(isInvalid ? $" {Field}-error" : "")}"{Html.When(isInvalid, $" aria-invalid=\"true\"")}""";
        // A line break right after the start tag is dropped by the parser, so that one that was typed first needs another before it.
        return $"""
            <textarea class="typed-receipt" id="{Field}" name="{FormFields.Receipt}" rows="2" {typing}{state}>
            {view.Typed}</textarea>
            """;
    }

    private static Html Summary(WithdrawalView view)
    {
        var texts = view.Frame.Texts;
        return view.Problem is null ? Html.Empty : Alert.Render("errors-title", texts["withdraw.errors"], $"""
            <ul><li><a href="#{Field}">{texts["withdraw.receipt"]}</a> {Message(view)}</li></ul>
            """);
    }

    private static Html NotDone(WithdrawalView view)
    {
        var texts = view.Frame.Texts;
        return view.CouldNotBeDone
            ? Alert.Render("not-done-title", texts["withdraw.not-done"], $"<p>{texts["withdraw.not-done-hint"]}</p>")
            : Html.Empty;
    }

    private static string Message(WithdrawalView view) => view.Problem switch
    {
        null => "",
        ReceiptProblem.Missing => view.Frame.Texts["withdraw.missing"],
        ReceiptProblem.Invalid => view.Frame.Texts["withdraw.invalid"],
        _ => throw new ArgumentOutOfRangeException(nameof(view)),
    };
}

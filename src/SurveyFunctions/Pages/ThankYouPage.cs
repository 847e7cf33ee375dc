using Surveys.Definitions;

namespace SurveyFunctions.Pages;

public sealed record ThankYouView
{
    public required PageFrame Frame { get; init; }

    public required Audience Audience { get; init; }

    public required string WaveTitle { get; init; }

    public required string SchoolName { get; init; }

    /// <summary>What proves that the answers were received; it names nobody.</summary>
    public required string Receipt { get; init; }

    /// <summary>Where the answers can be withdrawn; null: they cannot.</summary>
    public string? WithdrawHref { get; init; }

    /// <summary>A new, empty form of the same school.</summary>
    public required string AnotherFormHref { get; init; }

    /// <summary>Null: no link to results.</summary>
    public string? DashboardHref { get; init; }
}

/// <summary>Said only after the answers are stored.</summary>
public static class ThankYouPage
{
    public static Html Render(ThankYouView view)
    {
        var texts = view.Frame.Texts;
        return Layout.Render(view.Frame, texts["thanks.title"], $"""
            <p class="kicker"><bdi>{view.WaveTitle}</bdi></p>
            <h1>{texts["thanks.title"]}</h1>
            <p class="lead" role="status">{texts.With("thanks.received", ("school", view.SchoolName))}</p>
            <section class="receipt" aria-labelledby="receipt-title">
            <h2 id="receipt-title">{texts["thanks.receipt"]}</h2>
            <p><code dir="ltr">{view.Receipt}</code></p>
            <p>{texts["thanks.keep"]}{Html.When(view.WithdrawHref is not null, $" {texts["thanks.withdraw-text"]}")}</p>
            {Html.When(view.WithdrawHref is not null, $"""<p class="actions"><a href="{view.WithdrawHref}">{texts["thanks.withdraw"]}</a></p>""")}
            </section>
            <p>{texts[AnotherKey(view.Audience)]}</p>
            <p class="actions"><a class="button" href="{view.AnotherFormHref}">{texts["thanks.another"]}</a>{DashboardLink(view)}</p>
            """);
    }

    private static Html DashboardLink(ThankYouView view) => Html.When(view.DashboardHref is not null, $"""
         <a href="{view.DashboardHref}">{view.Frame.Texts["thanks.results"]}</a>
        """);

    private static string AnotherKey(Audience audience) => audience switch
    {
        Audience.Family => "thanks.family",
        Audience.Staff => "thanks.staff",
        Audience.Member => "thanks.member",
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };
}

namespace SurveyFunctions.Pages;

public sealed record ClosedView
{
    public required PageFrame Frame { get; init; }

    public required string WaveTitle { get; init; }

    /// <summary>False: the wave has not opened yet. True: it takes no more answers.</summary>
    public required bool IsOver { get; init; }

    /// <summary>In place of the page on which answers are withdrawn, and not of the form.</summary>
    public bool IsForWithdrawing { get; init; }

    /// <summary>Null: no link to results.</summary>
    public string? DashboardHref { get; init; }
}

/// <summary>In place of a form while its wave is not open.</summary>
public static class ClosedPage
{
    public static Html Render(ClosedView view)
    {
        var texts = view.Frame.Texts;
        var title = texts[view.IsOver ? "closed.over" : "closed.draft"];
        return Layout.Render(view.Frame, title, $"""
            <p class="kicker"><bdi>{view.WaveTitle}</bdi></p>
            <h1>{title}</h1>
            <p class="lead">{texts[TextKey(view)]}</p>
            {Html.When(view.DashboardHref is not null, $"""<p class="actions"><a class="button" href="{view.DashboardHref}">{texts["start.results"]}</a></p>""")}
            """);
    }

    private static string TextKey(ClosedView view) => view switch
    {
        { IsOver: false } => "closed.draft-text",
        { IsForWithdrawing: true } => "closed.over-withdraw",
        _ => "closed.over-text",
    };
}

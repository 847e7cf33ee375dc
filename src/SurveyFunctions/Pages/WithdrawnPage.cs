namespace SurveyFunctions.Pages;

public sealed record WithdrawnView
{
    public required PageFrame Frame { get; init; }

    public required string WaveTitle { get; init; }

    /// <summary>Null: no link to results.</summary>
    public string? DashboardHref { get; init; }
}

/// <summary>Said only after the answers are out of the store, and just the same where there never were any.</summary>
public static class WithdrawnPage
{
    public static Html Render(WithdrawnView view)
    {
        var texts = view.Frame.Texts;
        return Layout.Render(view.Frame, texts["withdrawn.title"], $"""
            <p class="kicker"><bdi>{view.WaveTitle}</bdi></p>
            <h1>{texts["withdrawn.title"]}</h1>
            <p class="lead" role="status">{texts["withdrawn.text"]}</p>
            <p>{texts["withdrawn.again"]}</p>
            {Html.When(view.DashboardHref is not null, $"""<p class="actions"><a href="{view.DashboardHref}">{texts["thanks.results"]}</a></p>""")}
            """);
    }
}

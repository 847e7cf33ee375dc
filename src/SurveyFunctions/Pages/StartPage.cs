using Surveys.Definitions;

namespace SurveyFunctions.Pages;

/// <summary>A link as a page shows it.</summary>
public sealed record PageLink(string Text, string Href);

/// <summary>A wave on the start page.</summary>
public sealed record StartWave
{
    /// <summary>In the page's language if the wave has it.</summary>
    public required string Title { get; init; }

    /// <summary>Whose survey it is: the tenant's name.</summary>
    public required string Organisation { get; init; }

    public required Audience Audience { get; init; }

    /// <summary>It takes answers now.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Its answers are made up; said here only if the page does not already say so of all it shows.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Forms of a few schools; empty while none can be answered.</summary>
    public IReadOnlyList<PageLink> Forms { get; init; } = [];

    /// <summary>Null: nothing was released yet.</summary>
    public string? DashboardHref { get; init; }
}

public sealed record StartView
{
    public required PageFrame Frame { get; init; }

    public required IReadOnlyList<StartWave> Waves { get; init; }
}

/// <summary>What this is, in one screen, and the way to forms and results.</summary>
public static class StartPage
{
    public static Html Render(StartView view)
    {
        var texts = view.Frame.Texts;
        return Layout.Render(view.Frame, texts["start.title"], $"""
            <h1>{texts["start.title"]}</h1>
            <p class="lead">{texts["start.lead"]}</p>
            {Html.When(view.Waves.Count == 0, $"<p>{texts["start.none"]}</p>")}
            <div class="cards">{Html.Each(view.Waves, wave => Card(view.Frame, wave))}</div>
            """);
    }

    private static Html Card(PageFrame frame, StartWave wave)
    {
        var texts = frame.Texts;
        return $"""
            <section class="card">
            <p class="kicker">{texts[AudienceKey(wave.Audience)]} · <bdi>{wave.Organisation}</bdi></p>
            <h2><bdi>{wave.Title}</bdi></h2>
            <p class="state">{texts[wave.IsOpen ? "wave.open" : "wave.closed"]}{Html.When(wave.IsDemo && !frame.IsDemo, $" · {texts["site.demo"]}")}</p>
            {Html.When(wave.DashboardHref is not null, $"""<p><a class="button" href="{wave.DashboardHref}">{texts["start.results"]}</a></p>""")}
            {Html.When(wave.Forms.Count > 0, $"""
                <h3>{texts["start.answer"]}</h3>
                <ul class="links">{Html.Each(wave.Forms, form => $"""<li><a href="{form.Href}"><bdi>{form.Text}</bdi></a></li>""")}</ul>
                """)}
            </section>

            """;
    }

    private static string AudienceKey(Audience audience) => audience switch
    {
        Audience.Family => "start.family",
        Audience.Staff => "start.staff",
        Audience.Member => "start.member",
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };
}

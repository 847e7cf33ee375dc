using Surveys.Definitions;
using Surveys.Releases;

namespace SurveyFunctions.Pages;

/// <summary>A scope's results: topline, topics, items, the scopes below, how many answered, and as of when.</summary>
public static class DashboardPage
{
    public static Html Render(DashboardView view)
    {
        var (texts, results) = (view.Frame.Texts, view.Results);
        return Layout.Render(view.Frame, $"{results.Scope.Name} – {view.WaveTitle}", $"""
            {RateBar.Patterns}
            {Breadcrumbs(view)}
            <p class="kicker"><bdi>{view.WaveTitle}</bdi></p>
            <h1><bdi>{results.Scope.Name}</bdi></h1>
            <p class="state">{texts[view.IsOpen ? "wave.open-results" : "wave.closed-results"]} {AsOf(view)}</p>
            <div class="toplines">
            {Topline(view)}
            {Participation(view)}
            </div>
            {Legend(view)}
            {Topics(view)}
            {ChildrenTable.Render(view)}
            {Html.Each(view.Survey.Topics, topic => Items(view, topic))}
            {Notes(view)}
            """);
    }

    private static Html Breadcrumbs(DashboardView view) => Html.When(view.Results.Parents.Count > 0, $"""
        <nav class="breadcrumbs" aria-label="{view.Frame.Texts["dashboard.breadcrumbs"]}"><ol>
        {Html.Each(view.Results.Parents, parent => $"""<li><a href="{view.HrefOf(parent.Id)}"><bdi>{parent.Name}</bdi></a></li>""")}
        <li aria-current="page"><bdi>{view.Results.Scope.Name}</bdi></li>
        </ol></nav>
        """);

    private static Html AsOf(DashboardView view)
    {
        var time = Figures.Time(view.Frame.Texts, view.Results.AsOf, view.TimeZone);
        var machineTime = view.Results.AsOf.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        return $"""<time datetime="{machineTime}">{view.Frame.Texts.With("dashboard.as-of", ("time", time))}</time>""";
    }

    // The overall item where the survey has one, else all scale items together.
    private static Html Topline(DashboardView view)
    {
        var texts = view.Frame.Texts;
        var headline = view.Survey.Headline;
        var rate = headline is null ? view.Results.Survey : view.Results.Headline ?? ShownRate.Hidden;
        return $"""
            <section class="topline" aria-labelledby="topline">
            <h2 id="topline">{(headline is null ? $"{texts["dashboard.all-questions"]}" : Text(view, headline.Text))}</h2>
            <dl class="figures">
            {Figure(view, "favorable", rate.Favorable)}{Figure(view, "neutral", rate.Neutral)}{Figure(view, "unfavorable", rate.Unfavorable)}</dl>
            {RateBar.Render(view.Frame, rate)}
            {Html.When(rate.N is not null, $"<p>{texts.With("dashboard.count", ("number", Figures.Count(rate.N!.Value)))}</p>")}
            {Interval(texts, rate)}
            {Html.When(headline is not null && view.Results.Survey.IsShown, $"<p>{SurveyRate(view)}</p>")}
            </section>
            """;
    }

    private static Html Interval(PageTexts texts, ShownRate rate)
    {
        if (rate is not { Low: { } low, High: { } high })
            return Html.Empty;
        var words = texts.With("dashboard.interval", ("low", Figures.Percent(low)), ("high", Figures.Percent(high)));
        return $"""<p class="interval">{words}</p>""";
    }

    private static string SurveyRate(DashboardView view) =>
        view.Frame.Texts.With("dashboard.survey-rate", ("favorable", Figures.Share(view.Results.Survey.Favorable)));

    private static Html Figure(DashboardView view, string kind, int? percent) => $"""
        <div class="{kind}"><dt>{view.Frame.Texts[$"rate.{kind}"]}</dt>
        <dd>{(percent is { } shown ? $"{Figures.Percent(shown)}" : RateTable.NotShown(view))}</dd></div>

        """;

    private static Html Participation(DashboardView view)
    {
        var (texts, participation) = (view.Frame.Texts, view.Results.Participation);
        return $"""
            <section class="participation" aria-labelledby="participation">
            <h2 id="participation">{texts["dashboard.response-rate"]}</h2>
            <p class="figure">{ResponseRate(view, participation)}</p>
            {Html.When(participation.IsLow, $"""<p><span class="flag">{texts["dashboard.low"]}</span> {texts["dashboard.low-text"]}</p>""")}
            {Html.When(participation.Responses is not null, $"<p>{ResponseCount(texts, participation)}</p>")}
            </section>
            """;
    }

    private static Html ResponseRate(DashboardView view, ShownParticipation participation)
    {
        if (participation.Responses is null)
            return RateTable.NotShown(view);
        if (participation.RatePercent is not { } percent)
            return $"""<span class="unknown">{view.Frame.Texts["dashboard.unknown"]}</span>""";
        return $"{Figures.Percent(percent)}";
    }

    private static string ResponseCount(PageTexts texts, ShownParticipation participation)
    {
        var responses = ("responses", Figures.Count(participation.Responses!.Value));
        return participation.Population is { } population
            ? texts.With("dashboard.responses-of", responses, ("population", Figures.Count(population)))
            : texts.With("dashboard.responses-only", responses);
    }

    private static Html Legend(DashboardView view)
    {
        var texts = view.Frame.Texts;
        return $"""
            <ul class="legend">{Html.Each(["favorable", "neutral", "unfavorable"], kind => $"""
                <li>{RateBar.Swatch(kind)} {texts[$"rate.{kind}"]}</li>

                """)}
            <li>{texts.With("dashboard.hidden", ("symbol", Figures.NotShown), ("number", Figures.Count(view.MinimumCell)))}</li></ul>
            """;
    }

    private static Html Topics(DashboardView view)
    {
        var texts = view.Frame.Texts;
        var rates = view.Results.Topics.ToDictionary(topic => topic.TopicId, topic => topic.Rate);
        return Html.When(view.Survey.Topics.Count > 0, $"""
            <section aria-labelledby="topics">
            <h2 id="topics">{texts["dashboard.topics"]}</h2>
            {RateTable.Render(
                view,
                $"{texts["dashboard.topics-caption"]}",
                $"{texts["dashboard.topic"]}",
                view.Survey.Topics.Select(topic => new RateTable.Row(
                    $"""<a href="#t-{topic.Id}">{Text(view, topic.Text)}</a>""",
                    rates.GetValueOrDefault(topic.Id, ShownRate.Hidden))))}
            </section>
            """);
    }

    private static Html Items(DashboardView view, Topic topic)
    {
        var rates = view.Results.Items.ToDictionary(item => item.ItemId, item => item.Rate);
        var items = view.Survey.Items.Where(item => item.TopicId == topic.Id);
        return $"""
            <section aria-labelledby="t-{topic.Id}">
            <h2 id="t-{topic.Id}">{Text(view, topic.Text)}</h2>
            {RateTable.Render(
                view,
                $"{view.Frame.Texts["dashboard.items-caption"]}",
                $"{view.Frame.Texts["dashboard.question"]}",
                items.Select(item => new RateTable.Row(Text(view, item.Text), rates.GetValueOrDefault(item.Id, ShownRate.Hidden))))}
            </section>

            """;
    }

    private static Html Notes(DashboardView view)
    {
        var texts = view.Frame.Texts;
        return $"""
            <section class="notes" aria-labelledby="notes">
            <h2 id="notes">{texts["dashboard.notes"]}</h2>
            <p>{texts["dashboard.shares"]}</p>
            <p class="actions"><a href="{view.CsvHref}">{texts["dashboard.csv"]}</a> <a href="{view.JsonHref}">{texts["dashboard.json"]}</a></p>
            </section>
            """;
    }

    // A survey that is not offered in the page's language speaks its own, and says which.
    private static Html Text(DashboardView view, LocalizedText text)
    {
        var language = view.SurveyLanguage;
        if (language == view.Frame.Language)
            return $"{text.In(language)}";
        return $"""<span lang="{language}" dir="{PageLanguages.DirectionOf(language)}">{text.In(language)}</span>""";
    }
}

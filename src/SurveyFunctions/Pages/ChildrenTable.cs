using Surveys.Releases;

namespace SurveyFunctions.Pages;

/// <summary>The scopes below one, each with its topline and how many answered.</summary>
internal static class ChildrenTable
{
    private static readonly string[] Columns =
        ["rate.favorable", "rate.unfavorable", "dashboard.all-questions", "dashboard.responses", "dashboard.response-rate"];

    public static Html Render(DashboardView view)
    {
        var texts = view.Frame.Texts;
        return Html.When(view.Results.Children.Count > 0, $"""
            <section aria-labelledby="children">
            <h2 id="children">{texts["dashboard.children"]}</h2>
            <table role="table" class="rates children">
            <caption>{texts[HasHeadline(view) ? "dashboard.children-headline" : "dashboard.children-survey"]}</caption>
            {RateTable.Head(texts, $"{texts["dashboard.name"]}", Columns)}
            <tbody role="rowgroup">
            {Html.Each(view.Results.Children, child => Line(view, child))}</tbody>
            </table>
            </section>
            """);
    }

    private static Html Line(DashboardView view, ShownChild child)
    {
        var topline = HasHeadline(view) ? child.Headline ?? ShownRate.Hidden : child.Survey;
        return $"""
            <tr role="row"><th role="rowheader" scope="row" class="name">
            <a href="{view.HrefOf(child.Scope.Id)}"><bdi>{child.Scope.Name}</bdi></a>{RateBar.Render(view.Frame, topline)}</th>
            {Share(view, "rate.favorable", topline.Favorable)}
            {Share(view, "rate.unfavorable", topline.Unfavorable)}
            {Share(view, "dashboard.all-questions", child.Survey.Favorable)}
            {Cell(view, "dashboard.responses", Responses(view, child.Participation))}
            {Cell(view, "dashboard.response-rate", ResponseRate(view, child.Participation))}
            </tr>

            """;
    }

    // On narrow screens the heading of each column stands in its cells.
    private static Html Cell(DashboardView view, string headingKey, Html figure) =>
        $"""<td role="cell" data-heading="{view.Frame.Texts[headingKey]}">{figure}</td>""";

    private static Html Share(DashboardView view, string headingKey, int? percent) =>
        Cell(view, headingKey, percent is { } shown ? $"{Figures.Percent(shown)}" : RateTable.NotShown(view));

    private static Html Responses(DashboardView view, ShownParticipation participation) =>
        participation.Responses is { } responses ? $"{Figures.Count(responses)}" : RateTable.NotShown(view);

    private static Html ResponseRate(DashboardView view, ShownParticipation participation)
    {
        var texts = view.Frame.Texts;
        if (participation.Responses is null)
            return RateTable.NotShown(view);
        if (participation.RatePercent is not { } percent)
            return $"{texts["dashboard.unknown"]}";
        return $"""{Figures.Percent(percent)}{Html.When(participation.IsLow, $""" <span class="flag">{texts["dashboard.low"]}</span>""")}""";
    }

    private static bool HasHeadline(DashboardView view) => view.Survey.Headline is not null;
}

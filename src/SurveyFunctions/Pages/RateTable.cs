using Surveys.Releases;

namespace SurveyFunctions.Pages;

/// <summary>
/// Rates with a name each, as a table with bars. Roles are written out because narrow screens lay the rows out as grids, which
/// takes the roles of a table away in some browsers.
/// </summary>
internal static class RateTable
{
    /// <param name="Name">The row's heading.</param>
    /// <param name="Rate">Its rate.</param>
    public sealed record Row(Html Name, ShownRate Rate);

    public static Html Render(DashboardView view, Html caption, Html nameHeading, IEnumerable<Row> rows)
    {
        var texts = view.Frame.Texts;
        return $"""
            <table role="table" class="rates">
            <caption>{caption}</caption>
            {Head(texts, nameHeading, "rate.favorable", "rate.neutral", "rate.unfavorable", "rate.answers")}
            <tbody role="rowgroup">
            {Html.Each(rows, row => Line(view, row))}</tbody>
            </table>

            """;
    }

    public static Html Head(PageTexts texts, Html nameHeading, params IEnumerable<string> headingKeys) => $"""
        <thead role="rowgroup"><tr role="row">
        <th role="columnheader" scope="col" class="name">{nameHeading}</th>
        {Html.Each(headingKeys, key => $"""<th role="columnheader" scope="col">{texts[key]}</th>""")}
        </tr></thead>
        """;

    private static Html Line(DashboardView view, Row row) => $"""
        <tr role="row"><th role="rowheader" scope="row" class="name">{row.Name}{RateBar.Render(view.Frame, row.Rate)}</th>
        {Percent(view, row.Rate.Favorable)}{Percent(view, row.Rate.Neutral)}{Percent(view, row.Rate.Unfavorable)}{Count(view, row.Rate.N)}</tr>

        """;

    private static Html Percent(DashboardView view, int? percent) =>
        Cell(view, percent is { } shown ? Figures.Percent(shown) : null);

    private static Html Count(DashboardView view, int? number) =>
        Cell(view, number is { } shown ? Figures.Count(shown) : null);

    private static Html Cell(DashboardView view, string? figure) =>
        $"""<td role="cell">{(figure is null ? NotShown(view) : $"{figure}")}</td>""";

    /// <summary>What stands in every cell whose figure is hidden.</summary>
    public static Html NotShown(DashboardView view) => $"""
        <span aria-hidden="true">{Figures.NotShown}</span><span class="unseen">{view.Frame.Texts["rate.not-shown"]}</span>
        """;
}

using Surveys.Releases;

namespace SurveyFunctions.Pages;

/// <summary>
/// A rate as a stacked bar, favorable first in reading direction. Positions are SVG attributes, as the pages allow no inline
/// style. The bar repeats figures that stand beside it as text, so it is hidden from assistive technology.
/// </summary>
internal static class RateBar
{
    /// <summary>Narrower segments, in percent, have no room for their figure.</summary>
    private const int LabelledFrom = 9;

    private const string Hatched = "unfavorable";

    private sealed record Segment(string Class, int Start, int Width, int Percent);

    public static Html Render(PageFrame frame, ShownRate rate)
    {
        if (rate is not { Favorable: { } favorable, Neutral: { } neutral, Unfavorable: { } unfavorable })
            return $"""<svg class="bar" aria-hidden="true"><rect class="none" width="100%" height="100%"/></svg>""";

        // Each figure is rounded by itself, so the three may sum to 99 or 101: the last segment fills what is left.
        var middle = Math.Min(neutral, 100 - favorable);
        Segment[] segments =
        [
            new("favorable", 0, favorable, favorable),
            new("neutral", favorable, middle, neutral),
            new(Hatched, favorable + middle, unfavorable == 0 ? 0 : 100 - favorable - middle, unfavorable),
        ];
        return $"""
            <svg class="bar" aria-hidden="true"><title>{Summary(frame.Texts, rate)}</title>
            {Html.Each(segments, segment => Draw(frame, segment))}</svg>
            """;
    }

    private static string Summary(PageTexts texts, ShownRate rate) => texts.With(
        "rate.summary",
        ("favorable", Figures.Share(rate.Favorable)),
        ("neutral", Figures.Share(rate.Neutral)),
        ("unfavorable", Figures.Share(rate.Unfavorable)));

    private static Html Draw(PageFrame frame, Segment segment)
    {
        if (segment.Width <= 0)
            return Html.Empty;
        var x = PageLanguages.IsRightToLeft(frame.Language) ? 100 - segment.Start - segment.Width : segment.Start;
        return $"""
            <rect class="{segment.Class}" x="{x}%" width="{segment.Width}%" height="100%"/>{Hatch(segment, x)}{Label(segment, x)}
            """;
    }

    // Unfavorable is told from favorable by its pattern too, for who does not see the colours and for grey prints.
    private static Html Hatch(Segment segment, int x) => Html.When(segment.Class == Hatched, $"""
        <rect class="hatch" x="{x}%" width="{segment.Width}%" height="100%"/>
        """);

    private static Html Label(Segment segment, int x)
    {
        var twiceTheMiddle = 2 * x + segment.Width;
        return Html.When(segment.Width >= LabelledFrom, $"""
            <text class="on-{segment.Class}" x="{twiceTheMiddle / 2}.{twiceTheMiddle % 2 * 5}%" y="50%">{Figures.Percent(segment.Percent)}</text>
            """);
    }

    /// <summary>What bars of a page refer to; once per page.</summary>
    public static Html Patterns { get; } = $"""
        <svg class="patterns" aria-hidden="true" width="0" height="0"><defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6"/></pattern>
        </defs></svg>
        """;

    /// <summary>The look of one kind of segment, for a legend.</summary>
    public static Html Swatch(string kind) => $"""
        <svg class="swatch" aria-hidden="true"><rect class="{kind}" width="100%" height="100%"/>{Html.When(kind == Hatched, $"""<rect class="hatch" width="100%" height="100%"/>""")}</svg>
        """;
}

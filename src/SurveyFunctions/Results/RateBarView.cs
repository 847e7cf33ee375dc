using SurveyFunctions.Pages;

using Surveys.Releases;

namespace SurveyFunctions.Results;

/// <summary>A rate to be drawn. Positions and widths are percentages of the bar's width, from its left.</summary>
public sealed record RateBarView(PageFrame Frame, ShownRate Rate)
{
    public const string Hatched = "unfavorable";

    /// <summary>In reading direction, named as classes of elements and in keys of texts.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["favorable", "neutral", Hatched];

    /// <summary>Of what is told of it.</summary>
    public PageText Summary => Rate.Unfavorable is null ? $"{Frame.Texts["rate.favorable"]} {Figures.Share(Rate.Favorable)}" : Frame.Texts.With(
        "rate.summary",
        ("favorable", Figures.Share(Rate.Favorable)),
        ("neutral", Figures.Share(Rate.Neutral)),
        ("unfavorable", Figures.Share(Rate.Unfavorable)));

    /// <summary>Those that have a width. The rate is shown.</summary>
    public IEnumerable<RateSegment> Segments()
    {
        if (Rate is { Neutral: null, Favorable: { } share })
            return InReadingDirection([new(Kinds[0], 0, share, share), new("others", share, 100 - share, null)]);
        // Each figure is rounded by itself, so the three may sum to 99 or 101: the last segment fills what is left.
        var (favorable, unfavorable) = (Rate.Favorable!.Value, Rate.Unfavorable!.Value);
        var neutral = Math.Min(Rate.Neutral!.Value, 100 - favorable);
        var rest = unfavorable == 0 ? 0 : 100 - favorable - neutral;
        return InReadingDirection(
        [
            new(Kinds[0], 0, favorable, favorable),
            new(Kinds[1], favorable, neutral, Rate.Neutral.Value),
            new(Kinds[2], favorable + neutral, rest, unfavorable),
        ]);
    }

    private IEnumerable<RateSegment> InReadingDirection(IEnumerable<RateSegment> segments) => segments
        .Where(segment => segment.Width > 0)
        .Select(segment => Frame.Texts.IsRightToLeft ? segment with { Start = 100 - segment.Start - segment.Width } : segment);
}

/// <summary>A part of a bar.</summary>
/// <param name="Percent">The figure, which may differ from the width by what rounding leaves; null: it is what no figure is told of.</param>
public sealed record RateSegment(string Kind, int Start, int Width, int? Percent)
{
    /// <summary>Narrower segments, in percent, have no room for their figure.</summary>
    private const int LabelledFrom = 9;

    public bool HasLabel => Percent is not null && Width >= LabelledFrom;

    public string Middle => $"{(2 * Start + Width) / 2}.{Width % 2 * 5}";
}

using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// What a version that kept no blocks showed last of a school. It may have given away what it did not show, as the rest of a sum, so that
/// newer counts are shown only where they differ by a group, whatever was known.
/// </summary>
public sealed class ShownBefore(TallyLayout layout, CellRules rules)
{
    private readonly Measure[] _measures = [.. BlockRule.ToldWhileOpen(layout, Measure.AllOf(layout))];

    /// <param name="shown">Null: nothing of it was shown, as it was not there.</param>
    /// <param name="now">Counts that may begin a block if nothing was shown before.</param>
    public bool CanBegin(ShownScope? shown, ReadOnlySpan<long> now)
    {
        if (shown is null)
            return true;
        var responses = now[layout.ResponsesCell(TallyLayout.Everyone)];
        // Hidden were those of fewer people than the smallest cell.
        var isSame = shown.Participation.Responses is { } before && before == responses;
        if (!isSame && Math.Abs(responses - (shown.Participation.Responses ?? rules.MinimumCell - 1)) < rules.MinimumCell)
            return false;
        foreach (var measure in _measures)
        {
            var counts = measure.CountsOf(layout, now, TallyLayout.Everyone);
            var rate = RateOf(shown, measure);
            if (isSame ? !IsSame(rate, counts) : !IsApart(rate, measure, counts))
                return false;
        }
        return true;
    }

    private ShownRate RateOf(ShownScope shown, Measure measure) =>
        measure.ItemIndex >= 0 && layout.Survey.Items[measure.ItemIndex].IsHeadline ? shown.Headline ?? ShownRate.Hidden
        : shown.Topics.FirstOrDefault(topic => topic.TopicId == measure.Topic)?.Rate ?? ShownRate.Hidden;

    private static bool IsSame(ShownRate rate, MeasureCounts counts) =>
        rate is { N: { } n, Favorable: { } favorable } && n == counts.Valid && Statistics.Percent.Whole(counts.Favorable, counts.Valid) == favorable;

    /// <summary>By more than a margin, whichever counts were rounded to what was shown, or hidden.</summary>
    private bool IsApart(ShownRate rate, Measure measure, MeasureCounts counts)
    {
        var least = CellRules.Margin * measure.Favorable;
        var (low, high, n) = rate is { N: { } valid, Favorable: { } percent }
            ? (((2 * percent) - 1) * valid / 200, ((((2 * percent) + 1) * valid) + 199) / 200, valid)
            : (0, (rules.MinimumCell - 1) * Math.Max(1, measure.Favorable), (rules.MinimumCell - 1) * Math.Max(1, measure.Favorable));
        var (lowOthers, highOthers) = rate.N is null ? (0, high) : (n - high, n - low);
        var others = counts.Valid - counts.Favorable;
        return (counts.Favorable >= high + least || counts.Favorable <= low - least) && (others >= highOthers + least || others <= lowOthers - least);
    }
}

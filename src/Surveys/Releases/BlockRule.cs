using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// When the counts that are shown of a school, its block, are replaced by newer ones: all at once, and only if what came and went since is
/// itself a group that could be told, in everything that is told while a wave is open. So no two releases differ by the answers of a few.
/// </summary>
/// <remarks>It looks at nothing but what was shown and what will be, so that knowing it tells a reader nothing more.</remarks>
public sealed class BlockRule
{
    private readonly TallyLayout _layout;
    private readonly CellRules _rules;
    private readonly int _responses;
    private readonly Measure[] _measures;

    public BlockRule(TallyLayout layout, CellRules rules)
    {
        (_layout, _rules, _responses) = (layout, rules, layout.ResponsesCell(TallyLayout.Everyone));
        _measures = [.. ToldWhileOpen(layout, Measure.AllOf(layout.Survey))];
    }

    /// <summary>The overall item, and each topic or the one item that it has.</summary>
    public static IEnumerable<Measure> ToldWhileOpen(TallyLayout layout, IEnumerable<Measure> measures)
    {
        var items = layout.Survey.Items;
        return measures.Where(measure => measure.Kind is MeasureKind.Topic
            || (measure.Kind is MeasureKind.Scale && measure.Whole < 0 && (items[measure.ItemIndex].IsHeadline || items[measure.ItemIndex].TopicId is not null)));
    }

    /// <summary>Whether these counts can be a block.</summary>
    /// <param name="now">Of the layout.</param>
    public bool CanBegin(ReadOnlySpan<long> now)
    {
        if (now[_responses] < _rules.MinimumCell || now.IndexOfAnyInRange(long.MinValue, -1) >= 0)
            return false;
        foreach (var measure in _measures)
        {
            if (_rules.Of(measure, measure.CountsOf(_layout, now, TallyLayout.Everyone)) is Disclosure.Hidden)
                return false;
        }
        return true;
    }

    /// <summary>Whether these counts can take the place of a block.</summary>
    /// <param name="block">Of the layout.</param>
    /// <param name="now">Of the layout.</param>
    public bool CanReplace(ReadOnlySpan<long> block, ReadOnlySpan<long> now)
    {
        if (!CanBegin(now) || Math.Abs(now[_responses] - block[_responses]) < _rules.MinimumCell)
            return false;
        foreach (var measure in _measures)
        {
            var change = measure.CountsOf(_layout, now, TallyLayout.Everyone).Minus(measure.CountsOf(_layout, block, TallyLayout.Everyone));
            var least = CellRules.Margin * measure.Favorable;
            if (Math.Abs(change.People) < _rules.MinimumCell || Math.Abs(change.Favorable) < least || Math.Abs(change.Valid - change.Favorable) < least)
                return false;
        }
        return true;
    }

    /// <summary>Whether the neutral and the unfavorable class of a measure can be told anew: each as if it were a block of its own.</summary>
    public bool CanRetell(Measure measure, MeasureCounts? told, MeasureCounts now)
    {
        if (_rules.Of(measure, now) is not Disclosure.Classes)
            return false;
        if (told is not { } before)
            return true;
        var change = now.Minus(before);
        return Math.Abs(change.People) >= _rules.MinimumCell
            && IsMoved(change.Favorable, measure.Favorable) && IsMoved(change.Neutral, measure.Neutral) && IsMoved(change.Unfavorable, measure.Unfavorable);
    }

    private static bool IsMoved(long change, int items) => items == 0 || Math.Abs(change) >= CellRules.Margin * items;
}

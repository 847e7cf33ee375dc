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
        return CanBegin(now) && IsMoved(ToldOf(block), ToldOf(now));
    }

    /// <summary>
    /// Whether these counts can be shown after others that were, before the latest block. They can come back to near an earlier one, as when a
    /// group that was taken in is excluded again, and who kept that would see what few said that came between.
    /// </summary>
    /// <param name="earlier">As of <see cref="ToldOf"/>.</param>
    /// <param name="now">Of the layout.</param>
    public bool CanFollow(IEnumerable<long[]> earlier, ReadOnlySpan<long> now)
    {
        var told = ToldOf(now);
        return earlier.All(one => one.AsSpan().SequenceEqual(told) || IsMoved(one, told));
    }

    /// <summary>All that a block tells while the wave is open: how many responded, then of each measure people, favorable and valid answers.</summary>
    public long[] ToldOf(ReadOnlySpan<long> counts)
    {
        var told = new List<long>(1 + (3 * _measures.Length)) { counts[_responses] };
        foreach (var measure in _measures)
        {
            var of = measure.CountsOf(_layout, counts, TallyLayout.Everyone);
            told.AddRange(of.People, of.Favorable, of.Valid);
        }
        return [.. told];
    }

    private bool IsMoved(ReadOnlySpan<long> before, ReadOnlySpan<long> now)
    {
        if (Math.Abs(now[0] - before[0]) < _rules.MinimumCell)
            return false;
        for (var (measure, at) = (0, 1); measure < _measures.Length; measure++, at += 3)
        {
            var least = CellRules.Margin * _measures[measure].Favorable;
            var (people, favorable, valid) = (now[at] - before[at], now[at + 1] - before[at + 1], now[at + 2] - before[at + 2]);
            if (Math.Abs(people) < _rules.MinimumCell || Math.Abs(favorable) < least || Math.Abs(valid - favorable) < least)
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

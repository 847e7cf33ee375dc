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
        _measures = [.. ToldWhileOpen(layout, Measure.AllOf(layout))];
    }

    /// <summary>The overall item, and each topic or the one item that it has.</summary>
    public static IEnumerable<Measure> ToldWhileOpen(TallyLayout layout, IEnumerable<Measure> measures) =>
        measures.Where(measure => measure.Topic is not null || (measure.Kind is MeasureKind.Scale && layout.Survey.Items[measure.ItemIndex].IsHeadline));

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

    /// <summary>How many counts are told of a block.</summary>
    public int ToldCount => _measures.Length + 1;

    /// <summary>What is told of a block.</summary>
    /// <param name="counts">Of the layout.</param>
    /// <param name="headline">If the headline is told in all its classes.</param>
    public ShownBlock Shown(ReadOnlySpan<long> counts, MeasureCounts? headline)
    {
        var told = new MeasureCounts[ToldCount];
        told[0] = MeasureCounts.OfPeople(counts[_responses]);
        for (var measure = 0; measure < _measures.Length; measure++)
            told[measure + 1] = _measures[measure].CountsOf(_layout, counts, TallyLayout.Everyone);
        return new ShownBlock(told, headline);
    }

    /// <summary>
    /// Whether these counts can take the place of a block: they differ by a group from it, and from all before it, or tell the same as one of these.
    /// They can come back to near an earlier one, as when a group that was taken in is excluded again, and who kept that would see what few said.
    /// </summary>
    /// <param name="shown">The blocks so far, the last one last.</param>
    /// <param name="now">Of the layout.</param>
    public bool CanReplace(IReadOnlyList<ShownBlock> shown, ReadOnlySpan<long> now)
    {
        if (!CanBegin(now))
            return false;
        var next = Shown(now, null).Told;
        return IsApart(shown[^1].Told, next) && shown.All(block => block.Told.AsSpan().SequenceEqual(next) || IsApart(block.Told, next));
    }

    /// <summary>Whether the neutral and the unfavorable class of a measure can be told anew: each as if it were a block of its own.</summary>
    /// <param name="told">All that were told before.</param>
    public bool CanRetell(Measure measure, IEnumerable<MeasureCounts> told, MeasureCounts now) =>
        _rules.Of(measure, now) is Disclosure.Classes && told.Select(now.Minus).All(change => Math.Abs(change.People) >= _rules.MinimumCell
            && IsMoved(change.Favorable, measure.Favorable) && IsMoved(change.Neutral, measure.Neutral) && IsMoved(change.Unfavorable, measure.Unfavorable));

    private bool IsApart(MeasureCounts[] before, MeasureCounts[] now)
    {
        if (Math.Abs(now[0].People - before[0].People) < _rules.MinimumCell)
            return false;
        for (var measure = 0; measure < _measures.Length; measure++)
        {
            var change = now[measure + 1].Minus(before[measure + 1]);
            var least = CellRules.Margin * _measures[measure].Favorable;
            if (Math.Abs(change.People) < _rules.MinimumCell || Math.Abs(change.Favorable) < least || Math.Abs(change.Valid - change.Favorable) < least)
                return false;
        }
        return true;
    }

    private static bool IsMoved(long change, int items) => items == 0 || Math.Abs(change) >= CellRules.Margin * items;
}

/// <summary>What was told of a school while the wave was open, by one of its blocks.</summary>
/// <param name="Told">How many responded, then the counts of <see cref="BlockRule.ToldWhileOpen"/>.</param>
/// <param name="Headline">In all its classes; null: these were not told of this block.</param>
public sealed record ShownBlock(MeasureCounts[] Told, MeasureCounts? Headline);

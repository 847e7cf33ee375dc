using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Statistics;

/// <summary>
/// Mean score of an item, 0 to 10. A number is its own score. The options of a scale that are not excluded stand at equal
/// distances, the most favorable at 10; their classes run one way, so the first and the last tell which.
/// </summary>
public static class MeanScore
{
    /// <returns>Not rounded; null if nobody gave a valid answer.</returns>
    /// <exception cref="ArgumentException">Neither a scale nor a number item.</exception>
    public static decimal? Of(TallyLayout layout, ReadOnlySpan<long> counts, int slice, int itemIndex)
    {
        var item = layout.Survey.Items[itemIndex];
        int[] scored = item.Kind switch
        {
            ItemKind.Scale => [.. Enumerable.Range(0, item.Options.Count).Where(i => item.Options[i].Class is not OptionClass.Excluded)],
            ItemKind.Number => [.. Enumerable.Range(0, Item.HighestNumber + 1)],
            _ => throw new ArgumentException($"Item '{item.Id}' has no mean score.", nameof(itemIndex)),
        };
        var descending = item.Kind is ItemKind.Scale && item.Options[scored[0]].Class is OptionClass.Favorable;
        var last = scored.Length - 1;
        long answers = 0, steps = 0;
        for (var i = 0; i <= last; i++)
        {
            var count = counts[layout.OptionCell(slice, itemIndex, scored[i])];
            answers += count;
            steps += count * (descending ? last - i : i);
        }
        return answers == 0 ? null : 10m * steps / ((decimal)answers * last);
    }
}

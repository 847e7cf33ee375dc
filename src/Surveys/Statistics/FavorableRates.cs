using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Statistics;

/// <summary>Favorable, neutral and unfavorable counts out of a tally. Item rate = favorable ÷ valid; pooled rates sum both.</summary>
public static class FavorableRates
{
    /// <exception cref="ArgumentException">Not a scale item: nothing else has a favorable rate.</exception>
    public static RateCounts OfItem(TallyLayout layout, ReadOnlySpan<long> counts, int slice, int itemIndex)
    {
        var item = layout.Survey.Items[itemIndex];
        if (item.Kind is not ItemKind.Scale)
            throw new ArgumentException($"Item '{item.Id}' is not a scale item.", nameof(itemIndex));
        long favorable = 0, neutral = 0, unfavorable = 0;
        for (var option = 0; option < item.Options.Count; option++)
        {
            var count = counts[layout.OptionCell(slice, itemIndex, option)];
            switch (item.Options[option].Class)
            {
                case OptionClass.Favorable: favorable += count; break;
                case OptionClass.Neutral: neutral += count; break;
                case OptionClass.Unfavorable: unfavorable += count; break;
                case OptionClass.Excluded: break;
                default: throw new ArgumentException($"Item '{item.Id}' has an option of no known class.", nameof(itemIndex));
            }
        }
        return RateCounts.Of(new ClassCounts(favorable, neutral, unfavorable));
    }

    /// <summary>Over the scale items of the topic that everybody is asked.</summary>
    public static RateCounts OfTopic(TallyLayout layout, ReadOnlySpan<long> counts, int slice, string topicId) =>
        OfPool(layout, counts, slice, topicId, item => item.TopicId == topicId);

    /// <summary>Over all scale items that everybody is asked, the headline among them.</summary>
    public static RateCounts OfSurvey(TallyLayout layout, ReadOnlySpan<long> counts, int slice) =>
        OfPool(layout, counts, slice, null, _ => true);

    /// <summary>The overall item; null if the survey has none.</summary>
    public static RateCounts? OfHeadline(TallyLayout layout, ReadOnlySpan<long> counts, int slice) =>
        layout.Survey.Headline is null ? null : Pool(layout, counts, slice, item => item.IsHeadline);

    private static RateCounts OfPool(TallyLayout layout, ReadOnlySpan<long> counts, int slice, string? topicId, Func<Item, bool> includes)
    {
        var pool = Pool(layout, counts, slice, includes);
        return pool.With(layout.SumsOf(counts, slice, topicId));
    }

    private static RateCounts Pool(TallyLayout layout, ReadOnlySpan<long> counts, int slice, Func<Item, bool> includes)
    {
        var pool = default(RateCounts);
        for (var i = 0; i < layout.Survey.Items.Count; i++)
        {
            var item = layout.Survey.Items[i];
            if (layout.IsPooled(item) && includes(item))
                pool = pool.Pool(OfItem(layout, counts, slice, i));
        }
        return pool;
    }
}

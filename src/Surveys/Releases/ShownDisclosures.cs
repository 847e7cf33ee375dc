using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>How much of every cell a page shows, read off the page as a reader would.</summary>
public static class ShownDisclosures
{
    /// <param name="shown">A scope's page.</param>
    /// <param name="layout">Of the wave.</param>
    /// <param name="scope">Its place in <paramref name="told"/>.</param>
    /// <param name="told">Gets it.</param>
    public static void Read(ShownScope shown, TallyLayout layout, int scope, Disclosures told)
    {
        told.IsResponsesTold(scope, TallyLayout.Everyone) = shown.Participation.Responses is not null;
        Read(shown.Headline, shown.Topics, shown.Items, TallyLayout.Everyone);
        foreach (var (group, values) in layout.Groups.Join(shown.Groups, group => layout.Survey.Items[group.ItemIndex].Id, group => group.ItemId, (group, shown) => (group, shown.Values)))
        {
            foreach (var (index, value) in values.Index())
            {
                told.IsResponsesTold(scope, group.First + index) = value.Responses is not null;
                Read(value.Headline, value.Topics, value.Items, group.First + index);
            }
        }

        void Read(ShownRate? headline, IReadOnlyList<ShownTopic> topics, IReadOnlyList<ShownItem> items, int slice)
        {
            for (var place = 0; place < told.Measures.Count; place++)
            {
                var measure = told.Measures[place];
                var item = measure.ItemIndex < 0 ? null : layout.Survey.Items[measure.ItemIndex];
                told[scope, slice, place] = item is null
                    ? LevelOf(topics.First(topic => topic.TopicId == measure.Id).Rate)
                    : Highest(
                        LevelOf(items.FirstOrDefault(shown => shown.ItemId == measure.Id), measure, item),
                        LevelOf(item.IsHeadline ? headline : null),
                        LevelOf(topics.FirstOrDefault(topic => topic.TopicId == measure.Topic)?.Rate));
            }
        }
    }

    private static Disclosure LevelOf(ShownItem? shown, Measure measure, Item item) => measure.Kind switch
    {
        _ when shown is null => Disclosure.Hidden,
        MeasureKind.Option => shown.Answers?[item.Options[measure.Option].Id] is null ? Disclosure.Hidden : Disclosure.Classes,
        _ when shown.Answers is not null => Disclosure.Distribution,
        MeasureKind.SingleChoice or MeasureKind.MultipleChoice => shown.Rate.N is null ? Disclosure.Hidden : Disclosure.Classes,
        _ => LevelOf(shown.Rate),
    };

    private static Disclosure LevelOf(ShownRate? rate) =>
        rate?.Unfavorable is not null || rate?.Neutral is not null ? Disclosure.Classes : rate?.IsShown is true ? Disclosure.Share : Disclosure.Hidden;

    private static Disclosure Highest(params ReadOnlySpan<Disclosure> levels)
    {
        var highest = Disclosure.Hidden;
        foreach (var level in levels)
            highest = level > highest ? level : highest;
        return highest;
    }
}

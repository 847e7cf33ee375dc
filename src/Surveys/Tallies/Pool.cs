using Surveys.Definitions;

namespace Surveys.Tallies;

/// <summary>
/// Several scale items whose answers make one rate: those of a topic, or all. Only what everybody is asked: of a follow-up it would tell how many
/// were asked, and so how many gave the answer that leads to it.
/// </summary>
internal sealed class Pool
{
    /// <summary>How many cells it has in a slice, as <see cref="TallyLayout.SumsOf"/> says. Σf, Σu and Σv follow from the options.</summary>
    public const int Sums = 6;

    private readonly (int Item, OptionClass[] Classes)[] _items;

    private Pool(string? topicId, IEnumerable<(int Index, Item Item)> items)
    {
        TopicId = topicId;
        _items = [.. items.Select(entry => (entry.Index, entry.Item.Options.Select(option => option.Class).ToArray()))];
    }

    /// <summary>Null: all questions.</summary>
    public string? TopicId { get; }

    /// <summary>The topics in their order, all questions last. Of one item alone its own counts tell everything.</summary>
    public static IEnumerable<Pool> AllOf(SurveyVersion survey, int version)
    {
        var scales = survey.Items.Index().Where(entry => Includes(entry.Item, version)).ToList();
        var topics = survey.Topics.Select(topic => new Pool(topic.Id, scales.Where(entry => entry.Item.TopicId == topic.Id)));
        return topics.Append(new Pool(null, scales)).Where(pool => pool._items.Length > 1);
    }

    /// <summary>Whether its answers count in rates of several. Before version 3 those of follow-ups did as well.</summary>
    public static bool Includes(Item item, int version) => item.Kind is ItemKind.Scale && (item.ShowIf is null || version < TallyLayout.LatestVersion);

    /// <summary>What one response adds to each of its cells.</summary>
    /// <param name="codes">Of all items of the survey.</param>
    /// <param name="cells">As many as <see cref="Sums"/>, or more.</param>
    public void Write(ReadOnlySpan<int> codes, Span<long> cells)
    {
        var (favorable, unfavorable, valid) = (0, 0, 0);
        foreach (var (item, classes) in _items)
        {
            if (codes[item] == 0 || classes[codes[item] - 1] is not (not OptionClass.Excluded and var option))
                continue;
            valid++;
            favorable += option is OptionClass.Favorable ? 1 : 0;
            unfavorable += option is OptionClass.Unfavorable ? 1 : 0;
        }
        cells[0] = valid > 0 ? 1 : 0;
        cells[1] = favorable * favorable;
        cells[2] = favorable * valid;
        cells[3] = unfavorable * unfavorable;
        cells[4] = unfavorable * valid;
        cells[5] = valid * valid;
    }
}

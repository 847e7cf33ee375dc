using Surveys.Definitions;

namespace Surveys.Tallies;

/// <summary>Several scale items whose answers make one rate: those of a topic, or all.</summary>
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
    public static IEnumerable<Pool> AllOf(SurveyVersion survey)
    {
        var scales = survey.Items.Index().Where(entry => entry.Item.Kind is ItemKind.Scale).ToList();
        var topics = survey.Topics.Select(topic => new Pool(topic.Id, scales.Where(entry => entry.Item.TopicId == topic.Id)));
        return topics.Append(new Pool(null, scales)).Where(pool => pool._items.Length > 1);
    }

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

using Surveys.Definitions;
using Surveys.Statistics;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>What can be told of a scope or group: an item, an option of a multiple choice, or a topic of several items.</summary>
/// <param name="Kind">What it counts.</param>
/// <param name="Id">Of its item or topic; an option's is that of its item.</param>
/// <param name="ItemIndex">-1: a topic.</param>
/// <param name="Option">Of a multiple choice; -1: no option.</param>
/// <param name="Whole">Where among the measures the topic is that this item is part of; -1: none.</param>
/// <param name="Favorable">How many of its items have a favorable option: 1 or 0 unless it is a topic.</param>
/// <param name="Neutral">The same of neutral ones.</param>
/// <param name="Unfavorable">The same of unfavorable ones.</param>
public sealed record Measure(
    MeasureKind Kind, string Id, int ItemIndex, int Option, int Whole, int Favorable, int Neutral, int Unfavorable)
{
    /// <summary>The topic whose rate it is: of several items, or of the one that the topic has; null: it is of none, or one of several.</summary>
    public string? Topic { get; init; }

    /// <summary>The rate of all questions is of it and of others like it.</summary>
    public bool IsPartOfAll { get; init; }

    /// <summary>It has a distribution of its own.</summary>
    public bool HasOptions => Kind is MeasureKind.Scale or MeasureKind.Number or MeasureKind.SingleChoice;

    /// <summary>All of a survey: its items in their order, options after their multiple choice, topics last.</summary>
    /// <remarks>A topic is of the items that everybody is asked, one of a single such item is that item; group items are told by the slices of their values; comments are never told.</remarks>
    public static IReadOnlyList<Measure> AllOf(TallyLayout layout)
    {
        var survey = layout.Survey;
        var told = survey.Items.Index().Where(entry => entry.Item.Kind is not ItemKind.Comment && !entry.Item.IsGroup).ToList();
        var pooled = survey.Items.Where(layout.IsPooled).ToLookup(item => item.TopicId);
        var topics = survey.Topics.Where(topic => pooled[topic.Id].Count() > 1).ToList();
        var first = told.Sum(entry => entry.Item.Kind is ItemKind.MultipleChoice ? 1 + entry.Item.Options.Count : 1);
        var measures = new List<Measure>();
        foreach (var (index, item) in told)
        {
            var whole = layout.IsPooled(item) ? topics.FindIndex(topic => topic.Id == item.TopicId) : -1;
            measures.Add(item.Kind switch
            {
                ItemKind.Scale => new(MeasureKind.Scale, item.Id, index, -1, whole < 0 ? -1 : first + whole,
                    Has(item, OptionClass.Favorable), Has(item, OptionClass.Neutral), Has(item, OptionClass.Unfavorable))
                {
                    Topic = whole < 0 && layout.IsPooled(item) ? item.TopicId : null,
                    IsPartOfAll = whole < 0 && layout.IsPooled(item),
                },
                ItemKind.Number => new(MeasureKind.Number, item.Id, index, -1, -1, 1, 1, 1),
                ItemKind.SingleChoice => new(MeasureKind.SingleChoice, item.Id, index, -1, -1, 0, 0, 0),
                _ => new(MeasureKind.MultipleChoice, item.Id, index, -1, -1, 0, 0, 0),
            });
            if (item.Kind is ItemKind.MultipleChoice)
                measures.AddRange(item.Options.Select((_, option) => new Measure(MeasureKind.Option, item.Id, index, option, -1, 1, 0, 1)));
        }
        measures.AddRange(topics.Select(topic =>
        {
            int Count(OptionClass kind) => pooled[topic.Id].Sum(item => Has(item, kind));
            return new Measure(
                MeasureKind.Topic, topic.Id, -1, -1, -1, Count(OptionClass.Favorable), Count(OptionClass.Neutral), Count(OptionClass.Unfavorable))
            {
                Topic = topic.Id,
                IsPartOfAll = true,
            };
        }));
        return measures;
    }

    /// <summary>What is counted of it in a slice.</summary>
    public MeasureCounts CountsOf(TallyLayout layout, ReadOnlySpan<long> counts, int slice)
    {
        switch (Kind)
        {
            case MeasureKind.Topic:
                var topic = FavorableRates.OfTopic(layout, counts, slice, Id);
                return new(topic.Respondents, topic.Classes.Favorable, topic.Classes.Neutral, topic.Classes.Unfavorable);
            case MeasureKind.Scale:
                var item = FavorableRates.OfItem(layout, counts, slice, ItemIndex);
                return new(item.Respondents, item.Classes.Favorable, item.Classes.Neutral, item.Classes.Unfavorable);
            case MeasureKind.Number:
                return NumberClasses(OptionsOf(layout, counts, slice));
            case MeasureKind.Option:
                var answered = counts[layout.AnsweredCell(slice, ItemIndex)];
                var chosen = counts[layout.OptionCell(slice, ItemIndex, Option)];
                return new(answered, chosen, 0, answered - chosen);
            case MeasureKind.MultipleChoice:
                return MeasureCounts.OfPeople(counts[layout.AnsweredCell(slice, ItemIndex)]);
            case MeasureKind.SingleChoice:
                long people = 0;
                foreach (var option in OptionsOf(layout, counts, slice))
                    people += option;
                return MeasureCounts.OfPeople(people);
            default:
                throw new InvalidOperationException($"Unknown kind of measure {Kind}.");
        }
    }

    /// <summary>How many gave each valid answer, in order; empty: it has no distribution of its own.</summary>
    public long[] OptionsOf(TallyLayout layout, ReadOnlySpan<long> counts, int slice)
    {
        if (!HasOptions)
            return [];
        var item = layout.Survey.Items[ItemIndex];
        var options = item.Kind is ItemKind.Number ? Item.HighestNumber + 1 : item.Options.Count;
        var answers = new List<long>(options);
        for (var option = 0; option < options; option++)
        {
            if (item.Kind is not ItemKind.Scale || item.Options[option].Class is not OptionClass.Excluded)
                answers.Add(counts[layout.OptionCell(slice, ItemIndex, option)]);
        }
        return [.. answers];
    }

    /// <summary>Of 0 to 10: 0-3 are low, 4-6 in the middle, 7-10 high.</summary>
    private static MeasureCounts NumberClasses(ReadOnlySpan<long> answers)
    {
        const int middle = 4;
        const int high = 7;
        var classes = default(MeasureCounts);
        for (var number = 0; number < answers.Length; number++)
        {
            classes = classes.Plus(number switch
            {
                < middle => new(answers[number], 0, 0, answers[number]),
                < high => new(answers[number], 0, answers[number], 0),
                _ => new(answers[number], answers[number], 0, 0),
            });
        }
        return classes;
    }

    private static int Has(Item item, OptionClass kind) => item.Options.Any(option => option.Class == kind) ? 1 : 0;
}

/// <summary>What a measure counts.</summary>
public enum MeasureKind
{
    /// <summary>Valid answers by class.</summary>
    Scale,

    /// <summary>Valid answers by class: low ones count as unfavorable, high ones as favorable.</summary>
    Number,

    /// <summary>Respondents alone; it has a distribution and no classes.</summary>
    SingleChoice,

    /// <summary>Respondents alone, who are what its options are shares of.</summary>
    MultipleChoice,

    /// <summary>Who chose it, as favorable, and who of the others answered, as unfavorable.</summary>
    Option,

    /// <summary>Answers of several items by class, and the respondents who gave them.</summary>
    Topic,
}

/// <summary>The counts of one cell.</summary>
/// <param name="People">Who gave a valid answer; of a topic: to any of its items.</param>
/// <param name="Favorable">Answers.</param>
/// <param name="Neutral">Answers.</param>
/// <param name="Unfavorable">Answers.</param>
public readonly record struct MeasureCounts(long People, long Favorable, long Neutral, long Unfavorable)
{
    /// <summary>Answers; of what has no classes: none.</summary>
    public long Valid => Favorable + Neutral + Unfavorable;

    public static MeasureCounts OfPeople(long people) => new(people, 0, 0, 0);

    public MeasureCounts Plus(MeasureCounts other) =>
        new(People + other.People, Favorable + other.Favorable, Neutral + other.Neutral, Unfavorable + other.Unfavorable);

    public MeasureCounts Minus(MeasureCounts other) =>
        new(People - other.People, Favorable - other.Favorable, Neutral - other.Neutral, Unfavorable - other.Unfavorable);
}

using Surveys.Statistics;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// The figures of a scope in which each of its schools counts by how many could answer there, not by how many did. A rate is weighted only if every
/// school's own is told: it then follows from these, and tells nothing else.
/// </summary>
/// <param name="layout">Of the wave.</param>
/// <param name="measures">All of the survey.</param>
public sealed class WeightedFigures(TallyLayout layout, IReadOnlyList<Measure> measures)
{
    private readonly WeightedCounts[] _items = [.. measures.Select(_ => new WeightedCounts())];
    private readonly WeightedSums[] _topics = [.. measures.Select(_ => new WeightedSums())];
    private readonly WeightedSums _survey = new();

    /// <summary>Per measure what is told of every school.</summary>
    private readonly Disclosure[] _told = [.. measures.Select(_ => Disclosure.Distribution)];

    private bool _hasPools = true;

    /// <summary>Of every school it is known how many could answer.</summary>
    public bool IsKnown { get; private set; } = true;

    /// <param name="population">How many could answer; null: unknown.</param>
    /// <param name="counts">Of a school, or of a pool of schools.</param>
    /// <param name="told">How much of each measure is.</param>
    public void Add(long? population, ReadOnlySpan<long> counts, ReadOnlySpan<Disclosure> told)
    {
        if (population is not { } people)
        {
            IsKnown = false;
            return;
        }
        var responses = counts[layout.ResponsesCell(TallyLayout.Everyone)];
        for (var measure = 0; measure < measures.Count; measure++)
        {
            _told[measure] = told[measure] < _told[measure] ? told[measure] : _told[measure];
            var school = measures[measure].CountsOf(layout, counts, TallyLayout.Everyone);
            if (measures[measure].Kind is MeasureKind.Scale or MeasureKind.Number)
                _items[measure].Add(people, responses, new ClassCounts(school.Favorable, school.Neutral, school.Unfavorable));
            else if (measures[measure].Kind is MeasureKind.Topic)
                Add(_topics[measure], people, responses, FavorableRates.OfTopic(layout, counts, TallyLayout.Everyone, measures[measure].Id));
        }
        Add(_survey, people, responses, FavorableRates.OfSurvey(layout, counts, TallyLayout.Everyone));
    }

    /// <summary>The same with weighted rates in place of those as answered, as far as there are.</summary>
    public ShownScope Of(ShownScope scope)
    {
        var headline = measures.Index().FirstOrDefault(
            entry => entry.Item.Kind is MeasureKind.Scale && layout.Survey.Items[entry.Item.ItemIndex].IsHeadline, (-1, null!)).Item1;
        return scope with
        {
            Headline = scope.Headline is { } rate ? Of(headline, rate) : null,
            Survey = Of(scope.Survey, _survey.FavorableRate(), _survey.UnfavorableRate(), ToldOfSurvey()),
            Topics = [.. scope.Topics.Select(topic => topic with { Rate = Of(TopicOf(topic.TopicId), topic.Rate) })],
            Items = [.. scope.Items.Select(item => item with { Rate = Of(measures.Index().First(entry => entry.Item.Id == item.ItemId).Index, item.Rate) })],
        };
    }

    private int TopicOf(string id) => measures.Index().FirstOrDefault(entry => entry.Item.Topic == id, (-1, null!)).Item1;

    private Disclosure ToldOfSurvey() => measures.Index()
        .Where(entry => entry.Item.IsPartOfAll)
        .Min(entry => _told[entry.Index]);

    private ShownRate Of(int measure, ShownRate rate) => measure < 0 ? rate
        : measures[measure].Kind is MeasureKind.Topic ? Of(rate, _topics[measure].FavorableRate(), _topics[measure].UnfavorableRate(), _told[measure])
        : Of(rate, _items[measure].FavorableRate(), _items[measure].UnfavorableRate(), _told[measure]);

    private ShownRate Of(ShownRate rate, PooledRate? favorable, PooledRate? unfavorable, Disclosure told) =>
        _hasPools ? Of(rate, favorable?.Estimate, unfavorable?.Estimate, told, favorable is { StandardError: 0 }) : rate.IsShown ? rate with { IsWeighted = false } : rate;

    private ShownRate Of(ShownRate rate, RateEstimate? favorable, RateEstimate? unfavorable, Disclosure told, bool isCertain = false)
    {
        if (!rate.IsShown)
            return rate;
        if (!IsKnown || told is Disclosure.Hidden || favorable is not { } likes || unfavorable is not { } dislikes)
            return rate with { IsWeighted = false };
        var hasClasses = rate.Unfavorable is not null && told >= Disclosure.Classes;
        return rate with
        {
            IsWeighted = true,
            Favorable = Percent.Nearest(likes.Rate),
            Neutral = hasClasses ? Percent.Nearest(Math.Max(0, 1 - likes.Rate - dislikes.Rate)) : null,
            Unfavorable = hasClasses ? Percent.Nearest(dislikes.Rate) : null,
            Low = isCertain ? null : Percent.Down(likes.Interval.Low),
            High = isCertain ? null : Percent.Up(likes.Interval.High),
        };
    }

    private void Add(WeightedSums sums, long population, long responses, RateCounts school)
    {
        if (school.Sums is { } pooled)
            sums.Add(population, responses, pooled);
        else
            _hasPools = false;
    }
}

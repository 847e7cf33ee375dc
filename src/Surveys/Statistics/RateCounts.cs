namespace Surveys.Statistics;

/// <summary>The counts behind one rate: of one item, or pooled over the items of a topic or survey.</summary>
/// <param name="Classes">Over all its items.</param>
/// <param name="Respondents">
/// How many gave a valid answer. Pooled answers are no measure of people: three who answer five items give fifteen. Where a pool has no
/// <paramref name="Sums"/>, so many at the least: the most valid answers that any one of its items has.
/// </param>
/// <param name="Items">How many items are pooled.</param>
/// <param name="Sums">Of a pool; null: it is one item, or its wave opened before these were kept.</param>
public readonly record struct RateCounts(ClassCounts Classes, long Respondents, int Items, PooledSums? Sums = null)
{
    public static RateCounts Of(ClassCounts item) => new(item, item.Valid, 1);

    /// <summary>Pools the answers to several items of the same respondents.</summary>
    public RateCounts Pool(RateCounts other) =>
        new(Classes.Plus(other.Classes), Math.Max(Respondents, other.Respondents), Items + other.Items);

    /// <summary>Those of everyone else.</summary>
    /// <param name="part">Of some of the same people.</param>
    public RateCounts Minus(RateCounts part) =>
        new(Classes.Minus(part.Classes), Respondents - part.Respondents, Items, Sums is { } sums && part.Sums is { } other ? sums.Minus(other) : null);

    /// <summary>With what is kept of the respondents of the pool; empty: nothing is.</summary>
    public RateCounts With(ReadOnlySpan<long> sums) =>
        sums.IsEmpty ? this : this with { Respondents = sums[0], Sums = PooledSums.Of(Classes, sums) };

    /// <summary>Of the favorable rate. Null if nobody answered.</summary>
    /// <param name="people">How many could answer; null: unknown.</param>
    public WilsonInterval? Interval(long? people) => Estimate(people)?.Interval;

    /// <inheritdoc cref="Interval"/>
    public RateEstimate? Estimate(long? people) => Sums is { } sums
        ? sums.FavorableRate(people)?.Estimate
        : RateEstimate.Of(Classes.Favorable, Classes.Valid, people * Items);
}

/// <summary>Answers by class; excluded ones are in none of the three.</summary>
public readonly record struct ClassCounts(long Favorable, long Neutral, long Unfavorable)
{
    /// <summary>The denominator of every rate: the middle is in it, "don't know" and blank are not.</summary>
    public long Valid => Favorable + Neutral + Unfavorable;

    public ClassCounts Plus(ClassCounts other) =>
        new(Favorable + other.Favorable, Neutral + other.Neutral, Unfavorable + other.Unfavorable);

    public ClassCounts Minus(ClassCounts part) =>
        new(Favorable - part.Favorable, Neutral - part.Neutral, Unfavorable - part.Unfavorable);
}

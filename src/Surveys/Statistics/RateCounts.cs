namespace Surveys.Statistics;

/// <summary>The counts behind one rate: of one item, or pooled over the items of a topic or survey.</summary>
/// <param name="Classes">Over all its items.</param>
/// <param name="Respondents">
/// So many people answered at the least: the most valid answers that any one of its items has. For one item exactly its valid
/// answers. Pooled answers are no measure of people: three who answer five items give fifteen.
/// </param>
/// <param name="Items">How many items are pooled.</param>
public readonly record struct RateCounts(ClassCounts Classes, long Respondents, int Items)
{
    public static RateCounts Of(ClassCounts item) => new(item, item.Valid, 1);

    /// <summary>Pools the answers to several items of the same respondents.</summary>
    public RateCounts Pool(RateCounts other) =>
        new(Classes.Plus(other.Classes), Math.Max(Respondents, other.Respondents), Items + other.Items);

    /// <summary>All answers there could be; null: how many could answer is unknown.</summary>
    public long? Population(long? people) => people * Items;
}

/// <summary>Answers by class; excluded ones are in none of the three.</summary>
public readonly record struct ClassCounts(long Favorable, long Neutral, long Unfavorable)
{
    /// <summary>The denominator of every rate: the middle is in it, "don't know" and blank are not.</summary>
    public long Valid => Favorable + Neutral + Unfavorable;

    public ClassCounts Plus(ClassCounts other) =>
        new(Favorable + other.Favorable, Neutral + other.Neutral, Unfavorable + other.Unfavorable);
}

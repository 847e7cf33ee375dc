namespace Surveys.Statistics;

/// <summary>Answers by class; excluded ones are in none of the three.</summary>
public readonly record struct ClassCounts(long Favorable, long Neutral, long Unfavorable)
{
    /// <summary>The denominator of every rate: the middle is in it, "don't know" and blank are not.</summary>
    public long Valid => Favorable + Neutral + Unfavorable;

    public static ClassCounts operator +(ClassCounts left, ClassCounts right) => Add(left, right);

    public static ClassCounts Add(ClassCounts left, ClassCounts right) =>
        new(left.Favorable + right.Favorable, left.Neutral + right.Neutral, left.Unfavorable + right.Unfavorable);
}

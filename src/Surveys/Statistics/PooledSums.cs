namespace Surveys.Statistics;

/// <summary>
/// What a rate over several items of the same people is made of, since their answers are not independent: with f, u and v one
/// respondent's favorable, unfavorable and valid answers, sums over the respondents with v &gt; 0.
/// </summary>
/// <param name="Respondents">m.</param>
/// <param name="Favorable">Σf.</param>
/// <param name="Unfavorable">Σu.</param>
/// <param name="Valid">Σv.</param>
/// <param name="FavorableSquares">Σf².</param>
/// <param name="FavorableValid">Σfv.</param>
/// <param name="UnfavorableSquares">Σu².</param>
/// <param name="UnfavorableValid">Σuv.</param>
/// <param name="ValidSquares">Σv².</param>
public readonly record struct PooledSums(
    long Respondents, long Favorable, long Unfavorable, long Valid,
    long FavorableSquares, long FavorableValid, long UnfavorableSquares, long UnfavorableValid, long ValidSquares)
{
    /// <param name="classes">The counts of all options of its items.</param>
    /// <param name="sums">As <see cref="Tallies.TallyLayout.SumsOf"/> has them, and not empty.</param>
    public static PooledSums Of(ClassCounts classes, ReadOnlySpan<long> sums) =>
        new(sums[0], classes.Favorable, classes.Unfavorable, classes.Valid, sums[1], sums[2], sums[3], sums[4], sums[5]);

    /// <summary>Those of everyone else.</summary>
    /// <param name="part">Of some of the same people: a group's value, a school.</param>
    public PooledSums Minus(PooledSums part) => new(
        Respondents - part.Respondents, Favorable - part.Favorable, Unfavorable - part.Unfavorable, Valid - part.Valid,
        FavorableSquares - part.FavorableSquares, FavorableValid - part.FavorableValid,
        UnfavorableSquares - part.UnfavorableSquares, UnfavorableValid - part.UnfavorableValid, ValidSquares - part.ValidSquares);

    /// <param name="population">How many people could have answered; null: unknown.</param>
    /// <returns>Null if nobody answered.</returns>
    public PooledRate? FavorableRate(long? population) => PooledRate.Of(Respondents, Favorable, Valid, FavorableSquares, FavorableValid, ValidSquares, population);

    /// <inheritdoc cref="FavorableRate"/>
    public PooledRate? UnfavorableRate(long? population) =>
        PooledRate.Of(Respondents, Unfavorable, Valid, UnfavorableSquares, UnfavorableValid, ValidSquares, population);
}

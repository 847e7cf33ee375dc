namespace Surveys.Statistics;

/// <summary>
/// Wilson's score interval of a proportion, 95%, as proportions from 0 to 1. Brown, Cai, DasGupta, "Interval Estimation for a
/// Binomial Proportion", Statistical Science 16 (2001).
/// </summary>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The 97.5% quantile of the normal distribution.</summary>
    internal const double Z = 1.959963984540054;

    /// <param name="favorable">0 to <paramref name="n"/>.</param>
    /// <param name="n">Valid answers.</param>
    /// <param name="population">All answers there could be, for the finite population correction; null: unknown, taken as endless.</param>
    /// <returns>Null if n is 0. A point if all answered. Without the correction if more did than the population is said to have.</returns>
    public static WilsonInterval? Of(long favorable, long n, long? population)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(favorable);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(favorable, n);
        return n == 0 ? null : Of((double)favorable / n, Corrected(n, n, population));
    }

    /// <param name="rate">0 to 1.</param>
    /// <param name="size">The effective sample size, not 0; infinite: everybody was asked.</param>
    public static WilsonInterval Of(double rate, double size)
    {
        var spread = Z * Z / size;
        var center = (rate + (spread / 2)) / (1 + spread);
        var half = Math.Sqrt((rate * (1 - rate) * spread) + (spread * spread / 4)) / (1 + spread);
        // At the ends the bound is exactly 0 or 1; floating point would miss it by a hair.
        return new WilsonInterval(rate == 0 ? 0 : center - half, rate == 1 ? 1 : center + half);
    }

    /// <summary>The finite population correction, n (N − 1) / (N − n) for an n that is the number of people.</summary>
    /// <param name="size">The effective sample size.</param>
    /// <param name="people">How many answered.</param>
    /// <param name="population">How many could; null: unknown.</param>
    internal static double Corrected(double size, long people, long? population) =>
        population is not { } all || all < people ? size
        : all == people ? double.PositiveInfinity
        : size * ((all - 1d) / (all - people));
}

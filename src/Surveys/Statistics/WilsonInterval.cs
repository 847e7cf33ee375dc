namespace Surveys.Statistics;

/// <summary>
/// Wilson's score interval of a proportion, 95%, as proportions from 0 to 1. Brown, Cai, DasGupta, "Interval Estimation for a
/// Binomial Proportion", Statistical Science 16 (2001). Where the population is known the effective size
/// n* = n (N − 1) / (N − n) takes the place of n: the finite population correction.
/// </summary>
public readonly record struct WilsonInterval(double Low, double High)
{
    /// <summary>The 97.5% quantile of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <param name="favorable">0 to <paramref name="n"/>.</param>
    /// <param name="n">Valid answers.</param>
    /// <param name="population">All answers there could be; null: unknown, taken as endless.</param>
    /// <returns>Null if n is 0. A point if all answered, or more than the population is said to have.</returns>
    public static WilsonInterval? Of(long favorable, long n, long? population)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(favorable);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(favorable, n);
        if (n == 0)
            return null;
        var p = (double)favorable / n;
        if (n >= population)
            return new WilsonInterval(p, p);

        var size = population is { } all ? n * ((all - 1d) / (all - n)) : n;
        var spread = Z * Z / size;
        var center = (p + (spread / 2)) / (1 + spread);
        var half = Math.Sqrt((p * (1 - p) * spread) + (spread * spread / 4)) / (1 + spread);
        // At the ends the bound is exactly 0 or 1; floating point would miss it by a hair.
        return new WilsonInterval(favorable == 0 ? 0 : center - half, favorable == n ? 1 : center + half);
    }
}

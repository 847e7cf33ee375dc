namespace Surveys.Statistics;

/// <summary>The two tails of the standard normal distribution.</summary>
internal static class NormalTail
{
    // From here on the continued fraction is exact with the terms below; before it the series loses no more than 3 digits to 1 − x.
    private const double FewInTheTail = 3;
    private const int Terms = 100;

    /// <summary>
    /// The probability of a value at least as far from 0, to 1e-12 of itself. Abramowitz and Stegun, "Handbook of Mathematical
    /// Functions", 26.2.11 and 26.2.14.
    /// </summary>
    public static double TwoSided(double z)
    {
        z = Math.Abs(z);
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < FewInTheTail)
        {
            var (term, sum) = (z, z);
            for (var k = 3; term > 1e-17 * sum; k += 2)
                sum += term *= z * z / k;
            return 1 - (2 * density * sum);
        }
        var fraction = z;
        for (var k = Terms; k > 0; k--)
            fraction = z + (k / fraction);
        return 2 * density / fraction;
    }
}

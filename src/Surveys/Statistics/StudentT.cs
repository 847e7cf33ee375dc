namespace Surveys.Statistics;

/// <summary>The quantile of Student's t distribution that a two-sided 95% interval takes.</summary>
internal static class StudentT
{
    // From here on the expansion in 1/ν is exact to 1e-13.
    private const int MostSummed = 500;

    // A release asks for the same ones for every topic of every school.
    private static readonly double[] Known = new double[MostSummed + 1];

    /// <summary>The 97.5% quantile, to 1e-13. Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.3-5 and 26.7.8.</summary>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double Quantile(long degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        if (degrees > MostSummed)
            return Expansion(degrees);
        if (Known[degrees] > 0)
            return Known[degrees];
        var (low, high) = (WilsonInterval.Z, 13.0);
        while (high - low > 1e-14)
        {
            var middle = (low + high) / 2;
            if (Central(middle, (int)degrees) < 0.95)
                low = middle;
            else
                high = middle;
        }
        return Known[degrees] = (low + high) / 2;
    }

    private static double Expansion(double n)
    {
        const double Z = WilsonInterval.Z;
        var (z2, z4, z6, z8) = (Math.Pow(Z, 2), Math.Pow(Z, 4), Math.Pow(Z, 6), Math.Pow(Z, 8));
        return Z * (1
            + ((z2 + 1) / (4 * n))
            + (((5 * z4) + (16 * z2) + 3) / (96 * n * n))
            + (((3 * z6) + (19 * z4) + (17 * z2) - 15) / (384 * n * n * n))
            + (((79 * z8) + (776 * z6) + (1482 * z4) - (1920 * z2) - 945) / (92160 * n * n * n * n)));
    }

    /// <summary>The probability between -t and t.</summary>
    private static double Central(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        var isOdd = degrees % 2 == 1;
        if (degrees == 1)
            return 2 * angle / Math.PI;
        var term = isOdd ? cosine : 1;
        var sum = term;
        for (var k = isOdd ? 3 : 2; k < degrees; k += 2)
            sum += term *= cosine * cosine * (k - 1) / k;
        return isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}

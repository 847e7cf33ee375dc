namespace Surveyctl.Demo;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>One draw (Box and Muller 1958); takes two numbers from the sequence.</summary>
    public static double Draw(Random random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>
    /// The share of the distribution below x, by the logistic approximation of Bowling et al. (2009): within 0.0002,
    /// far finer than any share in a demo community.
    /// </summary>
    public static double Below(double x) => 1 / (1 + Math.Exp(-(0.07056 * x * x * x) - (1.5976 * x)));
}

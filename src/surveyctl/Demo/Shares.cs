namespace Surveyctl.Demo;

/// <summary>Draws one of several things by their weights.</summary>
internal static class Shares
{
    /// <summary>The index at a position from 0 (the first) to 1 (the last) along the weights; −1 if they are all zero.</summary>
    public static int At(double position, ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        var rest = position * total;
        var last = -1;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            last = i;
            if (rest < weights[i]) return i;
            rest -= weights[i];
        }
        return last;
    }

    /// <summary>A key drawn by its weight, keys in ordinal order so that the order in a file does not matter; null if all are zero.</summary>
    public static string? Draw(Random random, IReadOnlyDictionary<string, double> shares)
    {
        var keys = shares.Keys.Order(StringComparer.Ordinal).ToArray();
        var index = At(random.NextDouble(), [.. keys.Select(key => shares[key])]);
        return index < 0 ? null : keys[index];
    }
}

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
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

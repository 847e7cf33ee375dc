namespace Benchmarks.Measuring;

/// <summary>Times in milliseconds, and their order.</summary>
internal sealed class Latencies(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    /// <summary>The smallest time that this share of all, from 0 to 1, does not exceed.</summary>
    public double At(double share) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Min(_sorted.Length - 1, (int)(share * _sorted.Length))];
}

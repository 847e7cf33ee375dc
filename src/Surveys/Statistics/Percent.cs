namespace Surveys.Statistics;

/// <summary>Whole percents: the one place where a figure is rounded, at the edge.</summary>
public static class Percent
{
    /// <summary>A bound closer than this to a whole percent is that percent, and the rest is error of the floating point.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Rounded half away from zero, in integers: exact for every <c>long</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive: nothing has no rate.</exception>
    public static int Whole(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var doubled = Int128.Abs(numerator) * 200;
        var rounded = checked((int)((doubled + denominator) / ((Int128)denominator * 2)));
        return numerator < 0 ? -rounded : rounded;
    }

    /// <summary>A proportion as whole percent, rounded half away from zero.</summary>
    public static int Nearest(double proportion) => (int)Math.Round(proportion * 100, MidpointRounding.AwayFromZero);

    /// <summary>A proportion as whole percent, rounded down: the outward side of a lower bound.</summary>
    public static int Down(double proportion) => (int)Math.Floor((proportion * 100) + Tolerance);

    /// <summary>A proportion as whole percent, rounded up: the outward side of an upper bound.</summary>
    public static int Up(double proportion) => (int)Math.Ceiling((proportion * 100) - Tolerance);
}

namespace Surveys.Statistics;

/// <summary>A rate with what comparing it to another takes.</summary>
/// <param name="Rate">0 to 1.</param>
/// <param name="Size">Valid answers, or an effective sample size in place of them; before the correction for a finite population.</param>
/// <param name="Interval">With the correction, where a population is known.</param>
public readonly record struct RateEstimate(double Rate, double Size, WilsonInterval Interval)
{
    /// <inheritdoc cref="WilsonInterval.Of(long, long, long?)"/>
    public static RateEstimate? Of(long favorable, long n, long? population) =>
        WilsonInterval.Of(favorable, n, population) is { } interval ? new((double)favorable / n, n, interval) : null;
}

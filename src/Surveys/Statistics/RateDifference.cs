namespace Surveys.Statistics;

/// <summary>
/// One rate less another of other people. The bounds are Newcombe's hybrid of two score intervals, 95%: "Interval Estimation for the
/// Difference Between Independent Proportions", Statistics in Medicine 17 (1998), method 10.
/// </summary>
/// <param name="Value">-1 to 1.</param>
/// <param name="Low">-1 to 1.</param>
/// <param name="High">-1 to 1.</param>
/// <param name="PValue">Two-sided, of the pooled z test; null: there is no test, as all are of one mind.</param>
public readonly record struct RateDifference(double Value, double Low, double High, double? PValue)
{
    /// <remarks>
    /// The test leaves the correction for a finite population out: it asks whether both were drawn alike, and no two whole groups are ever
    /// exactly the same (Cochran, "Sampling Techniques", 1977, on comparing domain means).
    /// </remarks>
    public static RateDifference Of(RateEstimate first, RateEstimate second)
    {
        var difference = first.Rate - second.Rate;
        return new RateDifference(
            difference,
            difference - Hypotenuse(first.Rate - first.Interval.Low, second.Interval.High - second.Rate),
            difference + Hypotenuse(first.Interval.High - first.Rate, second.Rate - second.Interval.Low),
            PValueOf(first, second));
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));

    private static double? PValueOf(RateEstimate first, RateEstimate second)
    {
        var pooled = ((first.Rate * first.Size) + (second.Rate * second.Size)) / (first.Size + second.Size);
        var variance = pooled * (1 - pooled) * ((1 / first.Size) + (1 / second.Size));
        return variance == 0 ? null : NormalTail.TwoSided((first.Rate - second.Rate) / Math.Sqrt(variance));
    }
}

namespace Surveys.Statistics;

/// <summary>
/// A rate over several items of the same people: a ratio of sums, with the variance that linearization gives it. Its effective sample
/// size is that of Korn and Graubard, "Confidence Intervals for Proportions with Small Expected Number of Positive Counts Estimated
/// from Survey Data", Survey Methodology 24 (1998), which takes the place of n in Wilson's interval.
/// </summary>
/// <param name="Rate">0 to 1.</param>
/// <param name="StandardError">Of a population without end; null: one respondent, or all are of one mind.</param>
/// <param name="EffectiveSize">At most the number of answers; before the correction for a finite population.</param>
public readonly record struct PooledRate(double Rate, double? StandardError, double EffectiveSize, WilsonInterval Interval)
{
    public RateEstimate Estimate => new(Rate, EffectiveSize, Interval);

    /// <param name="m">Respondents.</param>
    /// <param name="x">Σx of the answers in question.</param>
    /// <param name="v">Σv of all valid answers.</param>
    /// <param name="xx">Σx².</param>
    /// <param name="xv">Σxv.</param>
    /// <param name="vv">Σv².</param>
    /// <param name="population">People; null: unknown.</param>
    internal static PooledRate? Of(long m, long x, long v, long xx, long xv, long vv, long? population)
    {
        if (m == 0)
            return null;
        var rate = (double)x / v;
        // Exact where everybody has the same share: v²Σx² − 2xvΣxv + x²Σv² is a whole number.
        var residues = (double)(((Int128)v * v * xx) - (2 * (Int128)x * v * xv) + ((Int128)x * x * vv)) / v / v;
        return Of(m, rate, residues / ((double)v * v), v, m, population);
    }

    /// <param name="m">Respondents, not 0.</param>
    /// <param name="rate">0 to 1.</param>
    /// <param name="spread">Σ(x − rate·v)² ÷ (Σv)², each with its weight; exactly 0 where everybody has the same share.</param>
    /// <param name="answers">Valid ones: the most that the effective size can be.</param>
    /// <param name="people">The effective size where everybody is of one mind.</param>
    /// <param name="population">People; null: unknown.</param>
    internal static PooledRate Of(long m, double rate, double spread, long answers, double people, long? population)
    {
        var variance = m == 1 ? 0 : m / (m - 1d) * spread;
        var size = m switch
        {
            1 => 1,
            _ when rate is 0 or 1 => people,
            _ => Math.Min(answers, rate * (1 - rate) / variance) * Math.Pow(WilsonInterval.Z / StudentT.Quantile(m - 1), 2),
        };
        return new PooledRate(
            rate, m == 1 ? null : Math.Sqrt(variance), size, WilsonInterval.Of(rate, WilsonInterval.Corrected(size, m, population)));
    }
}

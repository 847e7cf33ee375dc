using FsCheck;
using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

/// <summary>Rates of random counts, of a population without end.</summary>
public static class Estimates
{
    public static Gen<RateEstimate> Random { get; } =
        from n in Gen.Choose(1, 2000) from favorable in Gen.Choose(0, n) select RateEstimate.Of(favorable, n, null)!.Value;

    /// <summary>The same rate of so many times the answers.</summary>
    public static RateEstimate Times(RateEstimate estimate, int times)
    {
        var size = estimate.Size * times;
        return new RateEstimate(estimate.Rate, size, WilsonInterval.Of(estimate.Rate, size));
    }
}

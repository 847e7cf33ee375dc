using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class RateDifferenceTests
{
    // Computed with R 4.2.2: Newcombe's bounds, the z test with a pooled variance (NaN there: no test).
    [Theory]
    [InlineData(56, 70, 48, 80, 0.2000000000000001, 0.0524314724023650, 0.333872654036906, 0.008045081368196564317)]
    [InlineData(6, 7, 2, 7, 0.5714285714285714, 0.0582279274823124, 0.806249637524228, 0.030753561259274558859)]
    [InlineData(0, 10, 0, 20, 0.0000000000000000, -0.1611251580528193, 0.277532799862889, null)]
    [InlineData(10, 10, 0, 20, 1.0000000000000000, 0.6790860371419148, 1.000000000000000, 0.000000043204630578275)]
    [InlineData(10, 10, 20, 20, 0.0000000000000000, -0.2775327998628891, 0.161125158052819, null)]
    [InlineData(30, 40, 30, 40, 0.0000000000000000, -0.1864872293163168, 0.186487229316317, 1.000000000000000000000)]
    public void The_bounds_and_the_test_are_those_R_computes(long x1, long n1, long x2, long n2, double value, double low, double high, double? p)
    {
        var difference = RateDifference.Of(RateEstimate.Of(x1, n1, null)!.Value, RateEstimate.Of(x2, n2, null)!.Value);

        Assert.Equal(value, difference.Value, 1e-9);
        Assert.Equal(low, difference.Low, 1e-9);
        Assert.Equal(high, difference.High, 1e-9);
        Assert.Equal(p is null, difference.PValue is null);
        Assert.Equal(1, (difference.PValue / p) ?? 1, 1e-9);
    }

    // The probability in both tails: erfc(z ÷ √2), by the C library.
    [Theory]
    [InlineData(0.1, 0.920344325445942)]
    [InlineData(1, 0.317310507862914)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(2.9999, 0.00270068256590985)]
    [InlineData(3.0001, 0.00269890982652143)]
    [InlineData(5, 5.73303143758389e-07)]
    [InlineData(8, 1.24419211485436e-15)]
    [InlineData(20, 5.50724823721266e-89)]
    public void The_test_holds_far_into_the_tails(double z, double p)
    {
        var (size, interval) = (2 * z * z, new WilsonInterval(0, 1));

        var difference = RateDifference.Of(new RateEstimate(0.25, size, interval), new RateEstimate(0.75, size, interval));

        Assert.Equal(1, difference.PValue!.Value / p, 1e-12);
    }

    [Fact]
    public void An_effective_size_stands_in_place_of_the_answers() =>
        Assert.Equal(
            RateDifference.Of(RateEstimate.Of(3, 10, null)!.Value, RateEstimate.Of(18, 30, null)!.Value),
            RateDifference.Of(new RateEstimate(0.3, 10, WilsonInterval.Of(0.3, 10)), new RateEstimate(0.6, 30, WilsonInterval.Of(0.6, 30))));

    [Fact]
    public void A_known_population_makes_the_interval_narrow_and_leaves_the_test()
    {
        var endless = RateDifference.Of(RateEstimate.Of(3, 10, null)!.Value, RateEstimate.Of(18, 30, null)!.Value);
        var whole = RateDifference.Of(RateEstimate.Of(3, 10, 10)!.Value, RateEstimate.Of(18, 30, 30)!.Value);

        Assert.Equal(endless with { Low = endless.Value, High = endless.Value }, whole);
    }

    [Fact]
    public void The_other_way_round_it_is_the_same_with_the_other_sign() =>
        Properties.Hold(
            from first in Estimates.Random from second in Estimates.Random select (first, second),
            pair =>
            {
                var there = RateDifference.Of(pair.first, pair.second);
                var back = RateDifference.Of(pair.second, pair.first);
                return there.Value == -back.Value && there.Low == -back.High && there.High == -back.Low
                    && Math.Abs(there.PValue - back.PValue ?? 0) < 1e-12 && there.PValue is null == back.PValue is null;
            });

    [Fact]
    public void The_difference_is_within_its_interval_and_the_interval_within_its_range() =>
        Properties.Hold(
            from first in Estimates.Random from second in Estimates.Random select RateDifference.Of(first, second),
            difference => difference.Low <= difference.Value && difference.Value <= difference.High
                && difference.Low >= -1 - 1e-12 && difference.High <= 1 + 1e-12 && difference.PValue is null or (>= 0 and <= 1));

    [Fact]
    public void More_answers_of_the_same_rates_never_widen_it() =>
        Properties.Hold(
            from first in Estimates.Random from second in Estimates.Random from times in Gen.Choose(2, 9) select (first, second, times),
            one =>
            {
                var few = RateDifference.Of(one.first, one.second);
                var many = RateDifference.Of(Estimates.Times(one.first, one.times), Estimates.Times(one.second, one.times));
                return few.Low <= many.Low + 1e-12 && many.High <= few.High + 1e-12;
            });
}

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class GapTests
{
    private static readonly (RateEstimate, RateEstimate) Clear = Pair(10, 10, 0, 20);
    private static readonly (RateEstimate, RateEstimate) Small = Pair(6, 7, 2, 7);
    private static readonly (RateEstimate, RateEstimate) Untested = Pair(0, 10, 0, 20);

    // As R corrects the p values of these rows: below 5% for the first and the fourth.
    [Fact]
    public void A_view_calls_the_gaps_that_hold_among_all_it_shows() =>
        Assert.Equal(
            [true, false, false, true, false, false],
            Called(Pair(56, 70, 48, 80), Small, Untested, Clear, Pair(10, 10, 20, 20), Pair(30, 40, 30, 40)));

    [Fact]
    public void A_gap_that_is_called_alone_may_not_be_among_others()
    {
        Assert.Equal([true], Called(Small));
        Assert.Equal([false, false], Called(Small, Pair(30, 40, 30, 40)));
    }

    [Fact]
    public void What_cannot_be_tested_does_not_count_against_others() => Assert.Equal([false, true], Called(Untested, Small));

    [Fact]
    public void A_gap_is_called_whichever_rate_is_the_lower() => Assert.Equal([true, true], Called(Clear, Pair(0, 20, 10, 10)));

    [Fact]
    public void A_gap_whose_interval_has_0_is_not_called()
    {
        var gap = Gap.OfView([Pair(4, 12, 4, 40)])[0];

        Assert.True(gap.Difference is { PValue: < 0.05, Low: < 0, High: > 0 });
        Assert.False(gap.IsCalled);
    }

    [Fact]
    public void A_gap_whose_test_does_not_hold_is_not_called()
    {
        var gap = Gap.OfView([Pair(7, 15, 13, 60)])[0];

        Assert.True(gap.Difference is { PValue: > 0.05, Low: > 0 });
        Assert.False(gap.IsCalled);
    }

    [Fact]
    public void Differences_come_in_the_order_of_the_view()
    {
        var gaps = Gap.OfView([Small, Clear]);

        Assert.Equal([RateDifference.Of(Small.Item1, Small.Item2), RateDifference.Of(Clear.Item1, Clear.Item2)], gaps.Select(gap => gap.Difference));
    }

    // Of 60 people two answers each, and whoever is favorable is so in both: as sure as 60 answers, not 120.
    [Fact]
    public void A_topic_is_compared_by_its_effective_size()
    {
        var everyone = new PooledSums(60, 60, 60, 120, 120, 120, 120, 120, 240);
        var value = new PooledSums(20, 28, 12, 40, 56, 56, 24, 24, 80);
        var (first, rest) = (value.FavorableRate(null)!.Value.Estimate, everyone.Minus(value).FavorableRate(null)!.Value.Estimate);
        var answers = Pair(28, 40, 32, 80);

        Assert.Equal((0.7, 0.4), (first.Rate, rest.Rate));
        Assert.InRange(first.Size, 15, 20);
        Assert.InRange(rest.Size, 35, 40);
        Assert.Equal([false], Called((first, rest), (first, rest)).Distinct());
        Assert.Equal([true], Called(answers, answers).Distinct());
    }

    private static IEnumerable<bool> Called(params (RateEstimate, RateEstimate)[] rates) => Gap.OfView(rates).Select(gap => gap.IsCalled);

    private static (RateEstimate, RateEstimate) Pair(long x1, long n1, long x2, long n2) =>
        (RateEstimate.Of(x1, n1, null)!.Value, RateEstimate.Of(x2, n2, null)!.Value);
}

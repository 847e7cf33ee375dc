using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class PercentTests
{
    [Theory]
    [InlineData(0, 7, 0)]
    [InlineData(1, 200, 1)]
    [InlineData(1, 201, 0)]
    [InlineData(1, 8, 13)]
    [InlineData(5, 1000, 1)]
    [InlineData(29, 200, 15)]
    [InlineData(2, 3, 67)]
    [InlineData(7, 7, 100)]
    [InlineData(8, 7, 114)]
    [InlineData(-1, 8, -13)]
    [InlineData(-1, 201, 0)]
    [InlineData(long.MaxValue, long.MaxValue, 100)]
    public void A_percentage_is_rounded_half_away_from_zero(long numerator, long denominator, int percent) =>
        Assert.Equal(percent, Percent.Whole(numerator, denominator));

    [Fact]
    public void A_percentage_is_what_decimal_arithmetic_gives() =>
        Properties.Hold(
            from denominator in Gen.Choose(1, 100_000) from numerator in Gen.Choose(0, denominator) select (numerator, denominator),
            one => Percent.Whole(one.numerator, one.denominator)
                == (int)Math.Round(100m * one.numerator / one.denominator, MidpointRounding.AwayFromZero),
            count: 1000);

    [Fact]
    public void Nothing_has_no_percentage() => Assert.Throws<ArgumentOutOfRangeException>(() => Percent.Whole(0, 0));

    [Fact]
    public void Bounds_are_rounded_outward()
    {
        Assert.Equal(23, Percent.Down(0.2399));
        Assert.Equal(24, Percent.Up(0.2301));
    }

    [Fact]
    public void A_bound_at_a_whole_percent_stays_there()
    {
        for (var percent = 0; percent <= 100; percent++)
        {
            Assert.Equal(percent, Percent.Down(percent / 100d));
            Assert.Equal(percent, Percent.Up(percent / 100d));
        }
    }
}

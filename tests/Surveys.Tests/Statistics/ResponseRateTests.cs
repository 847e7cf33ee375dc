using Surveys.Definitions;
using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class ResponseRateTests
{
    [Theory]
    [InlineData(20, 100, Audience.Family, 20, false)]
    [InlineData(199, 1000, Audience.Family, 20, true)]
    [InlineData(19, 100, Audience.Family, 19, true)]
    [InlineData(50, 100, Audience.Staff, 50, false)]
    [InlineData(49, 100, Audience.Staff, 49, true)]
    [InlineData(49, 100, Audience.Member, 49, true)]
    [InlineData(0, 100, Audience.Family, 0, true)]
    [InlineData(120, 100, Audience.Family, 120, false)]
    public void A_rate_is_low_under_20_percent_of_families_or_50_of_staff(
        long responses, long population, Audience audience, int percent, bool isLow) =>
        Assert.Equal(new ResponseRate(percent, isLow), ResponseRate.Of(responses, population, audience));

    [Fact]
    public void An_unknown_or_empty_population_has_no_rate()
    {
        Assert.Null(ResponseRate.Of(10, null, Audience.Family));
        Assert.Null(ResponseRate.Of(10, 0, Audience.Family));
    }
}

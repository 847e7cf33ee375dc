using SurveyFunctions.Hosting;

using TestSupport;

namespace SurveyFunctions.Tests.Hosting;

public sealed class LogThrottleTests
{
    [Fact]
    public void One_a_minute_gets_through_and_tells_how_many_did_not()
    {
        var clock = new ManualTimeProvider();
        var seldom = new LogThrottle(clock);

        Assert.True(seldom.IsTime(out var leftOut));
        Assert.Equal(0, leftOut);
        for (var i = 0; i < 1_000; i++)
            Assert.False(seldom.IsTime(out _));
        clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.False(seldom.IsTime(out _));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(seldom.IsTime(out leftOut));
        Assert.Equal(1_001, leftOut);
        Assert.False(seldom.IsTime(out _));
    }
}

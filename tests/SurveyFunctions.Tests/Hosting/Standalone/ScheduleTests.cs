using SurveyFunctions.Hosting.Standalone;

namespace SurveyFunctions.Tests.Hosting.Standalone;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("* * * * * *", "2026-03-02T12:34:56.789Z", "2026-03-02T12:34:56Z")]
    [InlineData("0 */5 * * * *", "2026-03-02T12:34:56Z", "2026-03-02T12:30:00Z")]
    [InlineData("0 */5 * * * *", "2026-03-02T12:35:00Z", "2026-03-02T12:35:00Z")]
    [InlineData("0 */5 * * * *", "2026-03-02T12:34:59.999Z", "2026-03-02T12:30:00Z")]
    [InlineData("0 */5 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z")]
    [InlineData("0 */5 * * * *", "2026-01-01T00:04:59Z", "2026-01-01T00:00:00Z")]
    [InlineData("0 0 9 * * *", "2026-03-02T08:59:59Z", "2026-03-01T09:00:00Z")]
    [InlineData("0 0 9 * * *", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z")]
    [InlineData("0 0 9 * * *", "2026-03-02T01:30:00-08:00", "2026-03-02T09:00:00Z")]
    [InlineData("0 0 9 * * *", "2026-01-01T00:00:00Z", "2025-12-31T09:00:00Z")]
    [InlineData("30 59 23 31 12 *", "2026-12-31T23:59:29Z", "2025-12-31T23:59:30Z")]
    [InlineData("0 0 0 31 * *", "2026-03-02T00:00:00Z", "2026-01-31T00:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2024-07-01T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("0 0 6 * * 0", "2026-03-02T12:00:00Z", "2026-03-01T06:00:00Z")]
    [InlineData("0 0 6 * * 1", "2026-03-02T05:59:59Z", "2026-02-23T06:00:00Z")]
    [InlineData("15,45 0 0 1,15 * *", "2026-03-15T00:00:44Z", "2026-03-15T00:00:15Z")]
    [InlineData("*/7 * * * * *", "2026-03-02T12:00:06Z", "2026-03-02T12:00:00Z")]
    [InlineData("*/40 * * * * *", "2026-03-02T12:01:39Z", "2026-03-02T12:01:00Z")]
    [InlineData("0  0   9 * * *", "2026-03-02T10:00:00Z", "2026-03-02T09:00:00Z")]
    public void The_last_occurrence_is_at_or_before_the_moment(string expression, string moment, string occurrence) =>
        Assert.Equal(DateTimeOffset.Parse(occurrence), Schedule.Parse(expression).LastAtOrBefore(DateTimeOffset.Parse(moment)));

    [Theory]
    [InlineData("0 0 0 31 2 *")]
    [InlineData("0 0 0 29 2 *")]
    public void What_did_not_occur_for_a_year_has_no_last_occurrence(string expression) =>
        Assert.Null(Schedule.Parse(expression).LastAtOrBefore(DateTimeOffset.Parse("2026-03-02T00:00:00Z")));

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("0 0 9 * *", "5 fields")]
    [InlineData("0 0 0 9 * * *", "7 fields")]
    [InlineData("60 * * * * *", "second")]
    [InlineData("* 60 * * * *", "minute")]
    [InlineData("* * 24 * * *", "hour")]
    [InlineData("* * * 0 * *", "day")]
    [InlineData("* * * * 13 *", "month")]
    [InlineData("* * * * * 7", "weekday")]
    [InlineData("*/0 * * * * *", "second")]
    [InlineData("*/-5 * * * * *", "second")]
    [InlineData("-1 * * * * *", "second")]
    [InlineData("1-5 * * * * *", "second")]
    [InlineData("1, * * * * *", "second")]
    [InlineData("* * * * JAN *", "month")]
    [InlineData("99999999999 * * * * *", "second")]
    public void A_wrong_field_is_named(string expression, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => Schedule.Parse(expression)).Message, StringComparison.Ordinal);
}

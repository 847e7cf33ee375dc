using System.Text.Json;

using Cronos;

using Microsoft.Extensions.DependencyInjection;

using NCrontab;

using SurveyFunctions.Hosting.Standalone;
using SurveyFunctions.Releases;

namespace SurveyFunctions.Tests.Hosting.Standalone;

public sealed class TimerTriggerTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-02T12:34:59.9999999Z", "2026-03-02T12:30:00Z")]
    [InlineData("0 */5 * * * *", "2026-03-02T12:35:00Z", "2026-03-02T12:35:00Z")]
    [InlineData("0 0 9 * * *", "2026-03-02T01:30:00-08:00", "2026-03-02T09:00:00Z")]
    [InlineData("0 0 9 * * *", "2026-01-01T00:00:00Z", "2025-12-31T09:00:00Z")]
    [InlineData("30 59 23 31 12 *", "2026-12-31T23:59:29Z", "2025-12-31T23:59:30Z")]
    [InlineData("0 0 0 31 2 *", "2026-03-02T00:00:00Z", null)]
    public void The_last_occurrence_is_at_or_before_the_moment(string schedule, string moment, string? occurrence) =>
        Assert.Equal(
            occurrence is null ? null : DateTimeOffset.Parse(occurrence),
            Trigger(CronExpression.Parse(schedule, CronFormat.IncludeSeconds)).LastOccurrence(DateTimeOffset.Parse(moment)));

    /// <summary>The host reads schedules with NCrontab.</summary>
    [Fact]
    public void Every_timer_fires_when_the_Functions_host_would_fire_it()
    {
        var begin = new DateTime(2027, 12, 31, 23, 0, 0, DateTimeKind.Utc);
        Assert.All(DeclaredFunction.WithTrigger(DeclaredFunction.Timer), function =>
        {
            var host = CrontabSchedule.Parse(function["schedule"], new CrontabSchedule.ParseOptions { IncludingSeconds = true });
            var trigger = Trigger(TimerTrigger.ScheduleOf(function));
            DateTimeOffset? previous = null;
            foreach (var time in host.GetNextOccurrences(begin, begin.AddDays(70)))
            {
                var occurrence = new DateTimeOffset(time, TimeSpan.Zero);
                Assert.Equal(occurrence, trigger.LastOccurrence(occurrence));
                if (previous is not null)
                    Assert.Equal(previous, trigger.LastOccurrence(occurrence - TimeSpan.FromTicks(1)));
                previous = occurrence;
            }
            Assert.NotNull(previous);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 0 9 * *")]
    [InlineData("0 60 * * * *")]
    public void A_wrong_schedule_stops_the_start_and_is_named_with_its_function(string schedule)
    {
        var function = new DeclaredFunction(
            nameof(NightlyRollup), typeof(NightlyRollup).GetMethod(nameof(NightlyRollup.RunAsync))!, JsonSerializer.SerializeToElement(new { schedule }));
        using var services = new ServiceCollection().BuildServiceProvider();

        var wrong = Assert.Throws<InvalidOperationException>(() => TimerTrigger.Of(function, services));

        Assert.StartsWith($"'{schedule}', the schedule of NightlyRollup, is wrong.", wrong.Message, StringComparison.Ordinal);
    }

    private static TimerTrigger Trigger(CronExpression schedule) =>
        new("Timer", schedule, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), _ => Task.CompletedTask);
}

using System.Globalization;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

using Surveys.Definitions;

namespace SurveyEngine.Tests.Releases;

public sealed class ReleaseScheduleTests
{
    [Theory]
    [InlineData("America/Chicago")]
    [InlineData("America/Los_Angeles")]
    [InlineData("America/Havana")]
    [InlineData("America/Phoenix")]
    [InlineData("America/St_Johns")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Auckland")]
    [InlineData("UTC")]
    public void An_hourly_timer_sees_every_night_of_two_years_once_at_three_whatever_becomes_of_the_clocks(string timeZone)
    {
        var local = LocalNightsOfTwoYears(timeZone);

        Assert.All(local, night => Assert.Equal(TimeSpan.FromHours(3), night.TimeOfDay));
    }

    /// <summary>There the clocks go from three to four in spring, and from four to three in autumn.</summary>
    [Theory]
    [InlineData("Europe/Helsinki")]
    [InlineData("Europe/Athens")]
    public void A_night_without_that_hour_or_with_two_of_it_is_one_night(string timeZone) => LocalNightsOfTwoYears(timeZone);

    [Fact]
    public void Without_time_zones_it_is_nine_in_the_morning_UTC()
    {
        var night = new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(night, ReleaseSchedule.WithoutTimeZones.LastBefore(night));
        Assert.Equal(night.AddDays(-1), ReleaseSchedule.WithoutTimeZones.LastBefore(night.AddSeconds(-1)));
    }

    [Fact]
    public void A_zone_that_does_not_exist_has_no_nights() => Assert.Null(ReleaseSchedule.In("America/Chikago"));

    [Theory]
    [InlineData("2026-03-01T10:00Z", null, true)]
    [InlineData("2026-03-02T09:00Z", null, false)]
    [InlineData("2026-03-01T10:00Z", "2026-03-02T08:59Z", true)]
    [InlineData("2026-03-01T10:00Z", "2026-03-02T09:00Z", false)]
    public void A_wave_has_its_first_release_in_the_night_after_it_began_to_take_answers(string openedAt, string? opensAt, bool isDue)
    {
        var wave = new Wave
        {
            Tenant = new("valley"),
            TenantName = "",
            TimeZone = "UTC",
            Id = new("fall"),
            State = WaveState.Open,
            Definition = null!,
            Survey = null!,
            Layout = null!,
            IsPublic = false,
            Buckets = 1,
            Schools = 1,
            Root = new("valley"),
            Opening = "",
            OpenedAt = Time(openedAt),
            Times = new WaveTimes(opensAt is null ? null : Time(opensAt), null),
        };
        Assert.Equal(isDue, ReleaseSchedule.IsDue(wave, latest: null, Time("2026-03-02T09:00Z")));

        static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private static List<DateTime> LocalNightsOfTwoYears(string timeZone)
    {
        var schedule = ReleaseSchedule.In(timeZone)!;
        var seen = new List<DateTimeOffset>();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var hour = 0; hour < 2 * 365 * 24; hour++)
        {
            var now = start.AddHours(hour);
            var night = schedule.LastBefore(now);
            Assert.InRange(now - night, TimeSpan.Zero, TimeSpan.FromHours(25));
            if (seen.Count == 0 || night != seen[^1])
                seen.Add(night);
        }

        var local = seen.ConvertAll(night => TimeZoneInfo.ConvertTime(night, schedule.Zone).DateTime);
        Assert.Equal([.. Enumerable.Range(0, local.Count).Select(day => local[0].Date.AddDays(day))], local.Select(night => night.Date));
        Assert.InRange(local.Count, 2 * 365, (2 * 365) + 1);
        return local;
    }
}

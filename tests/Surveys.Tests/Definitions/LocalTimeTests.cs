using System.Globalization;

using Surveys.Definitions;
using Surveys.Ids;

namespace Surveys.Tests.Definitions;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("2026-10-01 08:00", "America/Los_Angeles", "2026-10-01T15:00:00Z")]
    [InlineData("2026-10-01T08:00", "America/Chicago", "2026-10-01T13:00:00Z")]
    [InlineData("2026-10-01 08:00-05:00", "America/Chicago", "2026-10-01T13:00:00Z")]
    [InlineData("2026-11-01 01:30-05:00", "America/Chicago", "2026-11-01T06:30:00Z")]
    [InlineData("2026-11-01T01:30-06:00", "America/Chicago", "2026-11-01T07:30:00Z")]
    [InlineData("2026-03-08 03:00", "America/Chicago", "2026-03-08T08:00:00Z")]
    [InlineData("2026-03-08 01:59", "America/Chicago", "2026-03-08T07:59:00Z")]
    [InlineData("2026-07-01 12:00", "Asia/Kathmandu", "2026-07-01T06:15:00Z")]
    public void A_time_that_the_clocks_show_once_is_a_moment(string text, string zone, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), Read(text).In(Zone(zone)).Value);

    /// <summary>The readings are written so that they can be taken as they are.</summary>
    [Theory]
    [InlineData("2026-03-08 02:30", "America/Chicago", "2026-03-08 01:30", "2026-03-08 03:30")]
    [InlineData("2026-03-08 02:30-06:00", "America/Chicago", "2026-03-08 01:30", "2026-03-08 03:30")]
    [InlineData("2026-03-29 02:00", "Europe/Berlin", "2026-03-29 01:00", "2026-03-29 03:00")]
    [InlineData("2026-10-04 02:10", "Australia/Lord_Howe", "2026-10-04 01:40", "2026-10-04 02:40")]
    [InlineData("2026-11-01 01:30", "America/Chicago", "2026-11-01 01:30-05:00", "2026-11-01 01:30-06:00")]
    [InlineData("2026-11-01 01:30-07:00", "America/Chicago", "2026-11-01 01:30-05:00", "2026-11-01 01:30-06:00")]
    [InlineData("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-05 01:45+11:00", "2026-04-05 01:45+10:30")]
    public void A_time_that_is_skipped_or_comes_twice_is_refused_with_both_readings(string text, string zone, string first, string second)
    {
        var problem = Assert.Single(Read(text).In(Zone(zone)).Problems);

        Assert.Contains($"{first} ", problem, StringComparison.Ordinal);
        Assert.Contains(second, problem, StringComparison.Ordinal);
        Assert.All([first, second], reading => Assert.True(Read(reading).In(Zone(zone)).IsValid));
    }

    [Fact]
    public void An_offset_that_the_clocks_do_not_have_is_refused_with_theirs() =>
        Assert.Contains("2026-10-01 08:00-07:00", Assert.Single(Read("2026-10-01 08:00-08:00").In(Zone("America/Los_Angeles")).Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2026-10-01")]
    [InlineData("2026-10-01 8:00")]
    [InlineData("2026-10-01 08:00:00")]
    [InlineData("2026-10-01 24:00")]
    [InlineData("2026-02-29 08:00")]
    [InlineData("2026-10-01 08:00Z")]
    [InlineData("10/01/2026 08:00")]
    [InlineData("9999-12-31 23:59")]
    [InlineData("1601-01-01 00:00")]
    public void What_is_written_otherwise_is_no_time(string? text) => Assert.False(LocalTime.TryParse(text, out _));

    [Theory]
    [InlineData("2026-10-01T08:00", "2026-10-01 08:00")]
    [InlineData("2026-11-01 01:30-06:00", "2026-11-01 01:30-06:00")]
    public void It_is_written_as_it_is_read(string text, string written) => Assert.Equal(written, Read(text).ToString());

    [Theory]
    [InlineData("2026-11-01 01:30-05:00")]
    [InlineData("2026-11-01 01:30-06:00")]
    [InlineData("2026-11-01 02:00")]
    [InlineData("2026-07-01 12:00")]
    public void A_moment_is_written_so_that_it_is_read_as_the_same(string text) =>
        Assert.Equal(text, LocalTime.Of(Read(text).In(Zone("America/Chicago")).Value, Zone("America/Chicago")));

    [Fact]
    public void A_wave_that_would_close_before_it_opens_is_refused()
    {
        var reading = WaveTimes.Read(WaveOf("2026-10-02 08:00", "2026-10-02 08:00"), Zone("America/Chicago"));

        Assert.Equal("/closesAt", Assert.Single(reading.Problems).Place);
    }

    [Fact]
    public void Both_times_of_a_wave_are_told_if_both_are_wrong() => Assert.Equal(
        ["/opensAt", "/closesAt"],
        WaveTimes.Read(WaveOf("2026-03-08 02:30", "2026-11-01 01:30"), Zone("America/Chicago")).Problems.Select(problem => problem.Place));

    private static WaveDefinition WaveOf(string opensAt, string closesAt) => new()
    {
        Id = new WaveId("fall"),
        Title = new LocalizedText(new Dictionary<string, string> { ["en"] = "Fall" }),
        Survey = new SurveyId("small"),
        Version = 1,
        Population = Population.None,
        OpensAt = Read(opensAt),
        ClosesAt = Read(closesAt),
    };

    private static LocalTime Read(string text) => LocalTime.TryParse(text, out var time) ? time : throw new FormatException(text);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}

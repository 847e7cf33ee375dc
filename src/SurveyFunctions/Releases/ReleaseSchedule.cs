namespace SurveyFunctions.Releases;

/// <summary>
/// When a new day's figures are due: at three in the morning of one time zone. In North America every night has that hour once, whatever
/// becomes of the clocks; where it is skipped or comes twice, a night has one release all the same.
/// </summary>
public sealed class ReleaseSchedule(TimeZoneInfo zone)
{
    /// <summary>The middle of the continent: three o'clock there is between one and four in the morning in all of it.</summary>
    public const string UsualTimeZone = "America/Chicago";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(3);

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>The zone of an IANA name; null: this machine knows none of that name.</summary>
    public static ReleaseSchedule? In(string timeZone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? new ReleaseSchedule(zone) : null;

    /// <summary>For a machine that knows no time zones: nine in the morning UTC.</summary>
    public static ReleaseSchedule WithoutTimeZones { get; } =
        new(TimeZoneInfo.CreateCustomTimeZone("UTC-06:00", TimeSpan.FromHours(-6), "UTC-06:00", "UTC-06:00"));

    /// <summary>The latest three o'clock that is not after this moment.</summary>
    public DateTimeOffset LastBefore(DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, Zone).Date;
        var night = In(today);
        return night <= now ? night : In(today.AddDays(-1));
    }

    private DateTimeOffset In(DateTime day)
    {
        var local = day + Hour;
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }
}

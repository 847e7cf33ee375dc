using SurveyEngine.Waves;

namespace SurveyEngine.Releases;

/// <summary>
/// When a release is due: every night at three in the morning of one time zone. In North America every night has that hour once, whatever
/// becomes of the clocks; where it is skipped or comes twice, a night has one release all the same.
/// </summary>
public sealed class ReleaseSchedule(TimeZoneInfo zone)
{
    /// <summary>The middle of the continent: three o'clock there is one in the morning at the Pacific and four at the Atlantic.</summary>
    public const string UsualTimeZone = "America/Chicago";

    private static readonly TimeSpan TimeOfNight = TimeSpan.FromHours(3);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

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
        var night = NightOf(today);
        return night <= now ? night : NightOf(today.AddDays(-1));
    }

    /// <summary>
    /// A wave that took answers before the night and has no release since. A settled wave gets no more responses: it is due, at any hour, until
    /// it has a release of after its settling.
    /// </summary>
    /// <param name="latest">As of when its latest release is; null: it has none.</param>
    /// <param name="night">As of <see cref="LastBefore"/>.</param>
    public static bool IsDue(Wave wave, DateTimeOffset? latest, DateTimeOffset night) =>
        wave.SettledAt is { } settledAt
            ? latest is not { } last || last < settledAt
            : wave.OpenedAt < night && !(wave.Times.OpensAt >= night) && (latest is not { } asOf || asOf < night);

    /// <summary>
    /// From when on a release may be made at another time than a night's, as those of a wave that has not settled come at most once a day; null:
    /// now. Where answers are made up nobody is behind the figures, and they may move at once.
    /// </summary>
    /// <param name="latest">As of when its latest release is; null: it has none.</param>
    public static DateTimeOffset? EarliestByHand(Wave wave, DateTimeOffset? latest, DateTimeOffset now) =>
        wave.State is not WaveState.Settled && !wave.Definition.IsMadeUp && latest + Day is { } next && next > now ? next : null;

    private DateTimeOffset NightOf(DateTime day)
    {
        var local = day + TimeOfNight;
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }
}

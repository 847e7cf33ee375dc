using System.Globalization;

using Surveys.Readings;

namespace Surveys.Definitions;

/// <summary>A time as the clocks of some place show it.</summary>
/// <param name="Clock">To the minute.</param>
/// <param name="Offset">From UTC, as it may be written to tell two times from each other that clocks show alike; null: it is not.</param>
public readonly record struct LocalTime(DateTime Clock, TimeSpan? Offset = null)
{
    /// <summary>How one is written, for messages.</summary>
    public const string Example = "2026-10-01 08:00";

    private const string Format = "yyyy-MM-dd HH:mm";

    private static readonly string[] Formats = [Format, "yyyy-MM-dd'T'HH:mm"];
    private static readonly string[] OffsetFormats = [.. Formats.Select(format => format + "zzz")];

    /// <summary>Reads <c>2026-10-01 08:00</c>, with a <c>T</c> for the space too, and with an offset such as <c>-05:00</c> behind it.</summary>
    public static bool TryParse(string? text, out LocalTime time)
    {
        var culture = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, Formats, culture, DateTimeStyles.None, out var clock))
            time = new LocalTime(clock);
        else if (DateTimeOffset.TryParseExact(text, OffsetFormats, culture, DateTimeStyles.None, out var moment))
            time = new LocalTime(moment.DateTime, moment.Offset);
        else
            time = default;
        // Of the years around these no storage takes every moment.
        return time.Clock.Year is > 1601 and < 9999;
    }

    /// <summary>As it is written for people who know the place, so that it can be read again.</summary>
    public static string Of(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        return new LocalTime(local.DateTime, zone.IsAmbiguousTime(local.DateTime) ? local.Offset : null).ToString();
    }

    /// <summary>The moment, in UTC; or in a sentence why there is none, or which two there are.</summary>
    public Reading<DateTimeOffset, string> In(TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(Clock))
        {
            var (before, after) = (MomentAt(zone.GetUtcOffset(Clock.AddDays(-1))), MomentAt(zone.GetUtcOffset(Clock.AddDays(1))));
            return $"There is no {this} in {zone.Id}, where the clocks are put forward over it: write {Of(after, zone)} or {Of(before, zone)}.";
        }
        var offsets = zone.IsAmbiguousTime(Clock)
            ? zone.GetAmbiguousTimeOffsets(Clock).OrderDescending().ToArray()
            : [zone.GetUtcOffset(Clock)];
        if (Offset is { } written ? offsets.Contains(written) : offsets.Length == 1)
            return MomentAt(Offset ?? offsets[0]);
        var clock = this with { Offset = null };
        return offsets.Length == 1
            ? $"The clocks of {zone.Id} are not at {this} but at {clock with { Offset = offsets[0] }}: leave out the offset, or write this one."
            : $"The clocks of {zone.Id} are put back over {clock}, which comes twice: write {clock with { Offset = offsets[0] }} for the first, "
                + $"{clock with { Offset = offsets[1] }} for the second.";
    }

    public override string ToString() => Offset is { } offset
        ? new DateTimeOffset(Clock, offset).ToString(OffsetFormats[0], CultureInfo.InvariantCulture)
        : Clock.ToString(Format, CultureInfo.InvariantCulture);

    private DateTimeOffset MomentAt(TimeSpan offset) => new(DateTime.SpecifyKind(Clock - offset, DateTimeKind.Unspecified), TimeSpan.Zero);
}

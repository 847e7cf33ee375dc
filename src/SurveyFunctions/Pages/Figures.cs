using System.Globalization;

namespace SurveyFunctions.Pages;

/// <summary>Numbers and times as readers see them. Digits and grouping are those of the United States in every language.</summary>
public static class Figures
{
    /// <summary>What stands for every figure that may not be shown, whatever the reason: one symbol, so that it tells nothing.</summary>
    public const string NotShown = "*";

    public static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(int percent) => $"{percent}%";

    /// <summary>A percentage that may be hidden.</summary>
    public static string Share(int? percent) => percent is { } shown ? Percent(shown) : NotShown;

    /// <summary>An absolute time such as <c>November 21, 2026, 3:04 PM (Los Angeles time)</c>.</summary>
    /// <param name="texts">Say the order, the month and the clock (12 or 24 hours).</param>
    /// <param name="moment">Any offset; it is shown in <paramref name="zone"/>.</param>
    /// <param name="zone">An IANA zone; the last part of its id names it, as names of zones need culture data.</param>
    public static PageText Time(PageTexts texts, DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        var place = zone.Id == "UTC" ? (PageText)"UTC" : texts.With("time.place", ("place", zone.Id.Split('/')[^1].Replace('_', ' ')));
        return texts.With(
            "time.full",
            ("day", local.Day.ToString()),
            ("month", texts.Part("time.months", local.Month - 1)),
            ("year", local.Year.ToString()),
            ("clock", local.ToString(texts["time.clock"].Value, CultureInfo.InvariantCulture)),
            ("place", place));
    }
}

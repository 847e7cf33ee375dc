using System.Globalization;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>
/// When a timer fires, in UTC: a cron expression of six fields (second, minute, hour, day, month, weekday), as in a timer trigger.
/// Each field is <c>*</c>, a number, a list <c>1,15</c> or a step <c>*/5</c>; Sunday is 0.
/// </summary>
public sealed class Schedule
{
    private static readonly (string Name, int Least, int Most)[] FieldRanges =
        [("second", 0, 59), ("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 6)];

    private readonly bool[][] _allowed;

    private Schedule(string expression, bool[][] allowed)
    {
        Expression = expression;
        _allowed = allowed;
    }

    public string Expression { get; }

    /// <exception cref="FormatException">Names the field that is wrong.</exception>
    public static Schedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != FieldRanges.Length)
            throw new FormatException($"'{expression}' has {fields.Length} fields instead of {FieldRanges.Length}.");
        return new Schedule(expression, [.. fields.Select((field, index) => ParseField(field, FieldRanges[index]))]);
    }

    /// <summary>The latest occurrence at or before this moment, looking back at most a year; null: there is none.</summary>
    public DateTimeOffset? LastAtOrBefore(DateTimeOffset moment)
    {
        var time = new DateTimeOffset(moment.UtcDateTime.Ticks - (moment.UtcDateTime.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var earliest = time.AddYears(-1);
        while (time > earliest)
        {
            if (!_allowed[4][time.Month] || !_allowed[3][time.Day] || !_allowed[5][(int)time.DayOfWeek])
                time = new DateTimeOffset(time.Date, TimeSpan.Zero).AddSeconds(-1);
            else if (!_allowed[2][time.Hour])
                time = new DateTimeOffset(time.Date, TimeSpan.Zero).AddHours(time.Hour).AddSeconds(-1);
            else if (!_allowed[1][time.Minute])
                time = time.AddSeconds(-time.Second - 1);
            else if (!_allowed[0][time.Second])
                time = time.AddSeconds(-1);
            else
                return time;
        }
        return null;
    }

    private static bool[] ParseField(string field, (string Name, int Least, int Most) range)
    {
        var allowed = new bool[range.Most + 1];
        foreach (var part in field.Split(','))
        {
            var isStep = part.StartsWith("*/", StringComparison.Ordinal);
            var number = 1;
            if (part != "*" && !int.TryParse(isStep ? part[2..] : part, NumberStyles.None, CultureInfo.InvariantCulture, out number))
                throw new FormatException($"The {range.Name} '{field}' is not *, a number, a list or */n.");
            if (isStep && number == 0)
                throw new FormatException($"The {range.Name} '{field}' has a step of nothing.");
            if (part == "*" || isStep)
            {
                for (var value = range.Least; value <= range.Most; value += number)
                    allowed[value] = true;
            }
            else if (number >= range.Least && number <= range.Most)
            {
                allowed[number] = true;
            }
            else
            {
                throw new FormatException($"The {range.Name} '{field}' is not between {range.Least} and {range.Most}.");
            }
        }
        return allowed;
    }
}

using System.Globalization;
using System.Text;

using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>Decisions about flagged responses, as rows of <c>Blocks</c>: one for each lot.</summary>
internal static class FlagDecisions
{
    private const string Until = "Until";
    private const string Hours = "Hours";
    private const string IsTakenIn = "IsTakenIn";
    private const string HourFormat = "yyyyMMddHH";

    /// <summary>Of each school in the order in which they were made.</summary>
    public static async Task<ILookup<SchoolId, FlagDecision>> ReadAsync(ITableStore tables, Wave wave, CancellationToken cancellationToken)
    {
        var decisions = new List<(SchoolId School, FlagDecision Decision)>();
        await foreach (var row in tables.QueryAsync(StoreNames.Blocks, PartitionOf(wave), new RowRange("", "~"), cancellationToken))
            decisions.Add((BlocksKeys.SchoolOfDecision(row.RowKey), Read(row)));
        return decisions.ToLookup(decision => decision.School, decision => decision.Decision);
    }

    public static TableRow ToRow(Wave wave, SchoolId school, int lot, FlagDecision decision)
    {
        var row = new TableRow(PartitionOf(wave), BlocksKeys.Decision(school, lot))
        {
            [Until] = decision.Until,
            [IsTakenIn] = decision.IsTakenIn,
        };
        var hours = decision.Hours.Select(hour => hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture));
        ChunkedBinary.Write(row, Hours, Encoding.UTF8.GetBytes(string.Join(';', hours)));
        return row;
    }

    private static string PartitionOf(Wave wave) => BlocksKeys.DecisionsPartition(wave.Tenant, wave.Id, wave.Opening);

    private static FlagDecision Read(TableRow row)
    {
        var hours = Encoding.UTF8.GetString(ChunkedBinary.Read(row, Hours)).Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(hour => DateTimeOffset.ParseExact(hour, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        return new FlagDecision(row.GetDateTimeOffset(Until)!.Value, [.. hours], row.GetBoolean(IsTakenIn)!.Value);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

using SurveyEngine.Releases;

using Surveys.Csv;

namespace SurveyFunctions.Results;

/// <summary>
/// One scope's results as CSV (RFC 4180, UTF-8 with a byte order mark, which Excel needs): the rows and columns that the table has of it, and
/// the toplines of its children. A hidden figure is an empty field, whatever the reason.
/// </summary>
public static class ResultsCsv
{
    private static readonly string[] Header = [.. ResultRows.Columns.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static ReadOnlyMemory<byte> Write(FoundResults found)
    {
        var csv = new StringBuilder(CsvText.ByteOrderMark);
        CsvText.AppendLine(csv, Header);
        var rows = new ResultRows(found.Wave, found.Results);
        foreach (var row in rows.OfScope().Concat(rows.OfChildren()))
            CsvText.AppendLine(csv, [.. ResultRows.Columns.Select(column => TextOf(row[column]))]);
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static string TextOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateTimeOffset moment => moment.UtcDateTime.ToString("O"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}

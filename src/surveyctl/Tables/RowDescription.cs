using System.Globalization;

using SurveyEngine.Intake;

namespace Surveyctl.Tables;

/// <summary>
/// A row as it may stand on a screen that others look at: long values cut, bytes as their number. Of a response neither the id
/// nor anything its answers could be told from.
/// </summary>
/// <param name="Key">The row key.</param>
/// <param name="Values">Text by column.</param>
internal sealed record RowDescription(string Key, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    private const int LongestValue = 120;
    private const string HiddenKey = "resp!…";

    /// <summary>Whatever else a response row has is not for a screen, columns of later versions among it.</summary>
    private static readonly HashSet<string> ShownOfResponse =
        [ResponseRow.School, ResponseRow.Language, ResponseRow.Channel, ResponseRow.Received, ResponseRow.Withdrawn];

    public static RowDescription Of(string table, TableRow row)
    {
        var isResponse = table == StoreNames.Responses && ResponsesKeys.IsResponse(row.RowKey);
        return new RowDescription(
            isResponse ? HiddenKey : row.RowKey,
            [.. row.Select(column => KeyValuePair.Create(
                column.Key, isResponse && !ShownOfResponse.Contains(column.Key) ? SizeOf(column.Value) : TextOf(column.Value)))]);
    }

    private static string SizeOf(object value) => value switch
    {
        byte[] bytes => $"({Counted.Of(bytes.Length, "byte")})",
        string text => $"(not shown, {Counted.Of(text.Length, "character")})",
        _ => "(not shown)",
    };

    private static string TextOf(object value) => value switch
    {
        byte[] => SizeOf(value),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => Cut(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    private static string Cut(string text)
    {
        // One line each, and no control character reaches the terminal.
        var line = string.Concat(text.Take(LongestValue + 1).Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > LongestValue ? line[..LongestValue] + "…" : line;
    }
}

using System.Globalization;

using Azure;

namespace SurveyStorage.Sqlite;

/// <summary>A row's ETag is the number that the file gave its latest write, in the form of the service's ETags.</summary>
internal static class RowETag
{
    private const string Before = "W/\"";
    private const string After = "\"";

    public static ETag Format(long number) => new($"{Before}{number}{After}");

    /// <summary>Null if this store never gave such an ETag.</summary>
    public static long? Parse(ETag etag)
    {
        var text = etag.ToString();
        return text.StartsWith(Before, StringComparison.Ordinal)
            && text.EndsWith(After, StringComparison.Ordinal)
            && text.Length > Before.Length + After.Length
            && long.TryParse(text.AsSpan()[Before.Length..^After.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Format(number) == etag
                ? number
                : null;
    }
}

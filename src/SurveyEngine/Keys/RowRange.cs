using SurveyStorage;

namespace SurveyEngine.Keys;

/// <summary>Row keys with <c>From &lt;= key &lt; To</c>, in ordinal order.</summary>
public readonly record struct RowRange(string From, string To)
{
    /// <summary>Every key that begins with the prefix.</summary>
    public static RowRange Prefix(string prefix) => new(prefix, prefix[..^1] + (char)(prefix[^1] + 1));
}

public static class RowRangeQuery
{
    /// <summary>The rows of the range in row key order, read a page at a time as they are consumed.</summary>
    /// <param name="take">Stop after so many rows; null: all.</param>
    public static IAsyncEnumerable<TableRow> QueryAsync(
        this ITableStore tables, string table, string partitionKey, RowRange range, CancellationToken cancellationToken, int? take = null) =>
        tables.QueryAsync(table, partitionKey, range.From, range.To, take, cancellationToken);
}

using System.Runtime.CompilerServices;

namespace Surveyctl.Tables;

/// <summary>Ranges of partition keys.</summary>
internal static class KeyRange
{
    /// <summary>Above every key: the product's are ASCII, and none begins with a tilde.</summary>
    private const string AboveAll = "~";

    public static RowRange All { get; } = new("", AboveAll);

    /// <param name="prefix">Null or empty: all.</param>
    public static RowRange StartingWith(string? prefix) => string.IsNullOrEmpty(prefix) ? All : RowRange.Prefix(prefix);
}

/// <summary>Which partitions a table has.</summary>
internal static class TablePartitions
{
    /// <summary>In the order of their keys. A read each, however many rows a partition has.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(
        ITableStore tables, string table, RowRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = range.From;
        while (await FirstAsync(tables, table, from, range.To, cancellationToken) is { } partition)
        {
            yield return partition;
            from = TenantPartitions.After(partition);
        }
    }

    private static async Task<string?> FirstAsync(
        ITableStore tables, string table, string from, string to, CancellationToken cancellationToken) =>
        (await tables.ScanAsync(table, from, to, take: 1, cancellationToken).FirstOrDefaultAsync(cancellationToken))?.PartitionKey;
}

using Surveyctl.Tables;

namespace Surveyctl.Backups;

/// <summary>Which tables a backup has, and the order of everything in it.</summary>
internal static class RowOrder
{
    /// <summary>
    /// What names something is read before what it names, which was written earlier and stays: so everything that is named is in
    /// the backup, whatever happens meanwhile. The row of a wave comes before its pinned rows (by its key), its definitions and
    /// its responses, and never says that a wave is settled which the responses show unfolded; a release comes before the
    /// pages, blocks and responses it is made of, and its pointer (by its key) before its rows. What belongs to a wave that opened after its row
    /// would have been read is left out. A restore writes in the opposite order.
    /// </summary>
    public static IReadOnlyList<string> Tables { get; } =
        [StoreNames.Waves, StoreNames.Definitions, StoreNames.Results, StoreNames.Pages, StoreNames.Blocks, StoreNames.Responses, StoreNames.People, StoreNames.Audit];

    /// <summary>
    /// The rows of a table in the order of their keys, but for the index of the waves, which comes last: a wave is entered there before
    /// it opens, so that every wave that was read is in it, and a restore writes it when all else is there.
    /// </summary>
    public static IAsyncEnumerable<TableRow> ReadAsync(ITableStore tables, string table, CancellationToken cancellationToken)
    {
        var all = tables.ScanAsync(table, KeyRange.All.From, KeyRange.All.To, take: null, cancellationToken);
        if (table != StoreNames.Waves)
            return all;
        var index = tables.QueryAsync(
            table, WavesKeys.IndexPartition, KeyRange.All.From, KeyRange.All.To, take: null, cancellationToken);
        return all.Where(row => !IsIndex(table, row)).Concat(index);
    }

    /// <summary>Negative: the first comes first. Zero: the same keys.</summary>
    public static int Compare(string table, TableRow one, TableRow other)
    {
        var order = IsIndex(table, one).CompareTo(IsIndex(table, other));
        if (order == 0)
            order = string.CompareOrdinal(one.PartitionKey, other.PartitionKey);
        return order == 0 ? string.CompareOrdinal(one.RowKey, other.RowKey) : order;
    }

    /// <summary>A tenant may be called like it, but its partitions in this table never are.</summary>
    public static bool IsIndex(string table, TableRow row) => table == StoreNames.Waves && row.PartitionKey == WavesKeys.IndexPartition;
}

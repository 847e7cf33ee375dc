using Azure;

namespace SurveyStorage;

/// <summary>
/// The tables the product needs, no more: point reads, ranges within a partition, transactions within a partition.
/// Both forms keep Azure's limits (100 rows and 4 MiB per transaction, 1 MiB per row, 64 KiB per property) and refuse
/// what exceeds them before anything is written. A store that cannot be reached throws <see cref="StoreUnavailableException"/>.
/// </summary>
public interface ITableStore
{
    /// <summary>Does nothing if the table exists.</summary>
    Task CreateTableAsync(string table, CancellationToken cancellationToken);

    /// <summary>Null if there is no such row.</summary>
    Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken);

    /// <summary>Rows with <c>from &lt;= RowKey &lt; to</c> in row key order, read a page at a time as they are consumed.</summary>
    /// <param name="take">Stop after so many rows; null: all.</param>
    IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, string from, string to, int? take, CancellationToken cancellationToken);

    /// <summary>
    /// Every row of the partitions with <c>from &lt;= PartitionKey &lt; to</c>, in the order of partition and row key, a page at a
    /// time as they are consumed. For operators who look at a table; the product itself knows its partitions.
    /// </summary>
    /// <param name="take">Stop after so many rows; null: all.</param>
    IAsyncEnumerable<TableRow> ScanAsync(string table, string from, string to, int? take, CancellationToken cancellationToken);

    /// <summary>
    /// All actions or none; all on one partition, each row at most once. What the store refused is a return value. An
    /// exception means that the outcome is not known: the commit may have happened, may not, or may happen still.
    /// </summary>
    Task<CommitResult> CommitAsync(string table, IReadOnlyList<RowChange> actions, CancellationToken cancellationToken);
}

/// <summary>What became of a transaction.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    /// <param name="ETags">The new ETag of each action's row, in order; default for a deleted one.</param>
    public sealed record Committed(IReadOnlyList<ETag> ETags) : CommitResult;

    /// <param name="Index">The action that was refused; -1 if the store did not say which. Nothing was written.</param>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(int Index, CommitRefusal Refusal) : CommitResult;
}

public enum CommitRefusal
{
    /// <summary>A row to be added is there already.</summary>
    AlreadyExists,

    /// <summary>A row to be replaced or deleted is not there.</summary>
    NotFound,

    /// <summary>A row was changed by somebody else since it was read.</summary>
    ETagMismatch,

    /// <summary>The store will never take this row: too large, a bad name or key.</summary>
    Invalid,
}

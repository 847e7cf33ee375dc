using Surveyctl.Tables;

namespace Surveyctl.Backups;

/// <summary>Writes rows that are not there yet. None that is there is ever replaced.</summary>
internal sealed class AddRows(ITableStore tables, string table)
{
    private long _added;

    /// <summary>Returns when all of them are in the store.</summary>
    /// <returns>How many it were.</returns>
    /// <exception cref="CommandFailedException">Somebody else writes to the table.</exception>
    public async Task<long> RunAsync(IAsyncEnumerable<TableRow> rows, CancellationToken cancellationToken)
    {
        _added = 0;
        await TransactionChunks.ForEachAsync(rows.Select(row => new RowChange(RowChangeType.Add, row)), AddAsync, cancellationToken);
        return _added;
    }

    private async Task AddAsync(IReadOnlyList<RowChange> chunk, CancellationToken cancellationToken)
    {
        var partition = chunk[0].Entity.PartitionKey;
        var result = await tables.CommitAsync(table, chunk, cancellationToken);
        if (result is CommitResult.Refused { Refusal: CommitRefusal.Invalid })
            throw new InvalidDataException($"The storage does not take a row of partition {partition} of table {table}.");
        // A retry below us may have met the rows that its own first try wrote.
        if (result is CommitResult.Refused && !await AreThereAsync(chunk, cancellationToken))
        {
            throw new CommandFailedException(
                $"Something else writes to partition {partition} of table {table}. Stop it, empty the storage, and restore again.");
        }
        Interlocked.Add(ref _added, chunk.Count);
    }

    private async Task<bool> AreThereAsync(IReadOnlyList<RowChange> chunk, CancellationToken cancellationToken)
    {
        foreach (var (_, row, _) in chunk)
        {
            if (await tables.GetAsync(table, row.PartitionKey, row.RowKey, cancellationToken) is not { } stored || !stored.HasSameProperties(row))
                return false;
        }
        return true;
    }
}

using System.Runtime.CompilerServices;

using Azure;

using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyEngine.Verification;

/// <summary>
/// Reads all rows of a partition of <c>Responses</c> as they were together at one instant, while answers come in and are folded: a
/// read counts only if the tallies and pending batches were the same before and after, else the partition is read again. What
/// was inserted or withdrawn in between would have left a batch, and a batch that was folded another tally.
/// </summary>
public sealed class ReadConsistently(ITableStore tables)
{
    /// <summary>A partition that changes under every read is too busy now.</summary>
    public const int MostReads = 20;

    /// <param name="read">
    /// Gets the rows as they are read, in the order of their keys: pending batches, tallies, responses. It begins anew with each
    /// read, and must read to the end.
    /// </param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>What <paramref name="read"/> made of the read that counts.</returns>
    /// <exception cref="StoreUnavailableException">The partition kept changing, or the store failed.</exception>
    public async Task<T> ReadAsync<T>(
        ResponsesPartition partition, Func<IAsyncEnumerable<TableRow>, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostReads; attempt++)
        {
            var before = new List<(string RowKey, ETag ETag)>();
            var result = await read(RowsAsync(partition, before, cancellationToken));
            var after = new List<(string RowKey, ETag ETag)>(before.Count);
            await foreach (var row in tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.BatchesAndCounts, cancellationToken))
                after.Add((row.RowKey, row.ETag));
            if (before.SequenceEqual(after))
                return result;
        }
        throw new StoreUnavailableException(
            $"Partition {partition} changed during each of {MostReads} reads. Run this again when fewer answers come in.");
    }

    private async IAsyncEnumerable<TableRow> RowsAsync(
        ResponsesPartition partition, List<(string RowKey, ETag ETag)> changing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.BatchesAndCounts, cancellationToken))
        {
            changing.Add((row.RowKey, row.ETag));
            yield return row;
        }
        await foreach (var row in tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Responses, cancellationToken))
            yield return row;
    }
}

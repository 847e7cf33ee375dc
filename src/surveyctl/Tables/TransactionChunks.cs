using System.Runtime.CompilerServices;

namespace Surveyctl.Tables;

/// <summary>What is done to many rows, in transactions.</summary>
internal static class TransactionChunks
{
    private const int MostAtOnce = 16;

    /// <summary>Several transactions at a time.</summary>
    public static Task ForEachAsync(
        IAsyncEnumerable<RowChange> changes, Func<IReadOnlyList<RowChange>, CancellationToken, Task> commit, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            OfAsync(changes, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
            async (chunk, stopping) => await commit(chunk, stopping));

    /// <summary>Neighbours of one partition, as many as a store takes at once.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<RowChange>> OfAsync(
        IAsyncEnumerable<RowChange> actions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new List<RowChange>(TableLimits.MaxActions);
        var bytes = 0L;
        await foreach (var action in actions.WithCancellation(cancellationToken))
        {
            var size = TableLimits.MostBytesOf(action);
            var isFull = chunk.Count == TableLimits.MaxActions || bytes + size > TableLimits.MaxTransactionBytes;
            if (chunk.Count > 0 && (isFull || chunk[0].Entity.PartitionKey != action.Entity.PartitionKey))
            {
                yield return chunk;
                chunk = new List<RowChange>(TableLimits.MaxActions);
                bytes = 0;
            }
            chunk.Add(action);
            bytes += size;
        }
        if (chunk.Count > 0)
            yield return chunk;
    }
}

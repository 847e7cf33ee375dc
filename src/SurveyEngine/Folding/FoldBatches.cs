using System.Buffers;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Folding;

/// <summary>
/// Adds the pending batches of a partition to the tallies of its schools. The transaction that changes a tally deletes the
/// batches it came from, so tallies + pending batches = responses at every instant; whoever loses a race reads again. Any
/// process may fold any partition at any time.
/// </summary>
/// <param name="lag">Looks at how long what is folded was pending; null: nobody wants to know.</param>
public sealed class FoldBatches(ITableStore tables, WaveCache waves, FoldLag? lag = null)
{
    /// <summary>With a tally for each of a bucket's 50 schools a transaction has at most 100 rows.</summary>
    private const int MostBatchesPerCommit = 50;

    /// <summary>Sorts after every school id.</summary>
    private const string Unreadable = "~";

    /// <summary>Every lost race is a commit that somebody else won, so this many in a row means that something is wrong.</summary>
    private const int MostLostRaces = 50;

    /// <summary>Folds until nothing was pending. Returns how many responses and withdrawals were folded by this call.</summary>
    /// <exception cref="UnknownWaveException">The partition belongs to no wave.</exception>
    /// <exception cref="InvalidDataException">A row was written with another layout.</exception>
    /// <exception cref="StoreUnavailableException">The store failed; what was folded before stays folded.</exception>
    public async Task<int> FoldAsync(ResponsesPartition partition, CancellationToken cancellationToken) =>
        (await FoldAllAsync(partition, cancellationToken)).Entries;

    /// <summary>Folds as <see cref="FoldAsync(ResponsesPartition, CancellationToken)"/>, and throws as it does.</summary>
    /// <returns>
    /// All tallies of the partition after it, each as of an instant since the call, with all that was acknowledged before it. Schools
    /// nobody answered for are not in it.
    /// </returns>
    public async Task<IReadOnlyDictionary<SchoolId, SchoolTally>> TallyAsync(ResponsesPartition partition, CancellationToken cancellationToken) =>
        (await FoldAllAsync(partition, cancellationToken)).Tallies.ToDictionary(row => row.Key, row => row.Value.Tally);

    private async Task<(int Entries, IReadOnlyDictionary<SchoolId, TallyRow> Tallies)> FoldAllAsync(
        ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var wave = await waves.RequireAsync(partition.Tenant, partition.Wave, cancellationToken);
        var folded = 0;
        var lostRaces = 0;
        while (true)
        {
            var state = await PartitionState.ReadAsync(tables, partition, wave.Layout, cancellationToken);
            lag?.Observe(partition, state.Batches);
            var (entries, lost) = await FoldStateAsync(partition, state, wave.Layout, cancellationToken);
            folded += entries;
            if (!lost && !state.HasMore)
                return (folded, state.Tallies);
            if (lost && ++lostRaces > MostLostRaces)
                throw new StoreUnavailableException($"Partition {partition} changed {lostRaces} times while it was folded.");
        }
    }

    private async Task<(int Entries, bool Lost)> FoldStateAsync(
        ResponsesPartition partition, PartitionState state, TallyLayout layout, CancellationToken cancellationToken)
    {
        var folded = 0;
        var buffer = new ArrayBufferWriter<byte>(layout.CellCount);
        // Sorted by school, so that a commit rewrites few tallies: lone responses come in for all schools in turn.
        var inOrder = state.Batches.OrderBy(row => FirstSchool(row, layout), StringComparer.Ordinal);
        foreach (var batches in inOrder.Chunk(MostBatchesPerCommit))
        {
            var touched = new Dictionary<SchoolId, TallyRow>();
            var entries = batches.Sum(row => Add(row, layout, state, touched));

            var actions = new List<RowChange>(touched.Count + batches.Length);
            actions.AddRange(touched.Values.Select(row => row.ToAction(partition, buffer)));
            actions.AddRange(batches.Select(row => new RowChange(RowChangeType.Delete, row, row.ETag)));

            var result = await tables.CommitAsync(StoreNames.Responses, actions, cancellationToken);
            switch (result)
            {
                case CommitResult.Committed committed:
                    foreach (var (row, etag) in touched.Values.Zip(committed.ETags))
                        row.ETag = etag;
                    folded += entries;
                    break;

                case CommitResult.Refused { Refusal: CommitRefusal.Invalid } refused:
                    throw new InvalidDataException($"The store refuses row {refused.Index} of a fold of {partition}.");

                case CommitResult.Refused:
                    return (folded, Lost: true);
            }
        }
        return (folded, Lost: false);
    }

    /// <returns>Of a lone response the only school. What cannot be read comes last, so that it stops the last transaction alone.</returns>
    private static string FirstSchool(TableRow batch, TallyLayout layout)
    {
        try
        {
            var entries = BatchRow.Open(batch, layout);
            return entries.Read() ? entries.School.Value : "";
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or FormatException)
        {
            return Unreadable;
        }
    }

    /// <returns>Entries of the batch, now in the tallies of its schools.</returns>
    private static int Add(TableRow batch, TallyLayout layout, PartitionState state, Dictionary<SchoolId, TallyRow> touched)
    {
        var entries = BatchRow.Open(batch, layout);
        var received = BatchRow.ReceivedOf(batch);
        while (entries.Read())
        {
            if (!touched.TryGetValue(entries.School, out var row))
            {
                if (!state.Tallies.TryGetValue(entries.School, out row))
                    state.Tallies.Add(entries.School, row = new TallyRow(entries.School, layout));
                touched.Add(entries.School, row);
            }
            row.Add(entries, received);
        }
        return entries.Count;
    }
}

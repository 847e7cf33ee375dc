using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Folding;

/// <summary>How many responses a wave has.</summary>
/// <param name="Tallied">In the tallies, less those withdrawn.</param>
/// <param name="Pending">Responses and withdrawals that wait for a fold.</param>
public sealed record WaveProgress(long Tallied, int Pending);

/// <summary>How much one partition of a wave has taken, and how much of it waits.</summary>
/// <param name="Tallied">As of <see cref="WaveProgress"/>.</param>
/// <param name="Batches">Pending batches: each holds what one commit brought in.</param>
/// <param name="Pending">Responses and withdrawals in them.</param>
/// <param name="OldestPending">When the store wrote the oldest of them, by its own clock; null: none is pending.</param>
/// <param name="Schools">Those somebody has answered about.</param>
public sealed record PartitionProgress(
    ResponsesPartition Partition, long Tallied, int Batches, int Pending, DateTimeOffset? OldestPending,
    IReadOnlyDictionary<SchoolId, SchoolProgress> Schools);

/// <summary>How many have answered about a school.</summary>
/// <param name="Responses">In the tallies and pending, less those withdrawn.</param>
/// <param name="LastReceived">The hour in which the last came; null: none did, or all that did came in by an earlier version.</param>
public sealed record SchoolProgress(long Responses, DateTimeOffset? LastReceived)
{
    public static readonly SchoolProgress None = new(0, null);

    internal SchoolProgress With(long responses, DateTimeOffset? received) =>
        new(Responses + responses, received is null || received < LastReceived ? LastReceived : received);
}

/// <summary>Counts without changing anything: pending batches stay pending.</summary>
public sealed class ReadProgress(ITableStore tables)
{
    public async Task<WaveProgress> ReadAsync(Wave wave, CancellationToken cancellationToken)
    {
        var partitions = await ReadPartitionsAsync(wave, cancellationToken);
        return new WaveProgress(partitions.Sum(partition => partition.Tallied), partitions.Sum(partition => partition.Pending));
    }

    /// <summary>Each on its own, in the order of the buckets.</summary>
    public async Task<IReadOnlyList<PartitionProgress>> ReadPartitionsAsync(Wave wave, CancellationToken cancellationToken)
    {
        var partitions = new List<PartitionProgress>();
        foreach (var partition in wave.Partitions)
            partitions.Add(await ReadAsync(wave, partition, cancellationToken));
        return partitions;
    }

    private async Task<PartitionProgress> ReadAsync(Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var cell = wave.Layout.ResponsesCell(TallyLayout.Everyone);
        var (tallied, batches, pending) = (0L, 0, 0);
        DateTimeOffset? oldest = null;
        var schools = new Dictionary<SchoolId, SchoolProgress>();
        await foreach (var row in tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.BatchesAndCounts, cancellationToken))
        {
            if (ResponsesKeys.IsBatch(row.RowKey))
            {
                batches++;
                foreach (var entry in BatchRow.Read(row, wave.Layout))
                {
                    pending++;
                    Add(entry.School, entry.IsWithdrawal ? -1 : 1, entry.IsWithdrawal ? null : BatchRow.ReceivedOf(row));
                }
                if (oldest is null || row.Timestamp < oldest)
                    oldest = row.Timestamp;
            }
            else
            {
                var count = TallyRow.Read(row, wave.Layout);
                var responses = count.Tally.Added[cell] - count.Tally.Withdrawn[cell];
                tallied += responses;
                Add(count.School, responses, count.LastReceived);
            }
        }
        return new PartitionProgress(partition, tallied, batches, pending, oldest, schools);

        void Add(SchoolId school, long responses, DateTimeOffset? received) =>
            schools[school] = schools.GetValueOrDefault(school, SchoolProgress.None).With(responses, received);
    }
}

using Azure;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStore.Contract;
using SurveyStore.Folding;
using SurveyStore.Intake;
using SurveyStore.Keys;
using SurveyStore.Waves;

namespace SurveyStore.Verification;

/// <summary>One cell whose tally is not what its responses add up to.</summary>
/// <param name="Partition">Where.</param>
/// <param name="School">Of which school.</param>
/// <param name="Cell">Index in the wave's layout.</param>
/// <param name="Tallied">Tallies and pending batches together, added less withdrawn.</param>
/// <param name="Recounted">From the stored responses.</param>
public sealed record Discrepancy(ResponsesPartition Partition, SchoolId School, int Cell, long Tallied, long Recounted);

/// <param name="Responses">Response rows read.</param>
/// <param name="Pending">Of them in batches that wait for a fold.</param>
/// <param name="Discrepancies">None: everything adds up.</param>
public sealed record PartitionVerification(int Responses, int Pending, IReadOnlyList<Discrepancy> Discrepancies);

/// <summary>
/// Recounts the stored responses and holds them against tallies + pending batches. Anybody may run it at any time: a
/// partition counts only if its tallies and pending batches were the same before and after, else it is read again.
/// </summary>
public sealed class VerifyWave(ITableStore tables)
{
    /// <summary>A partition that changes under every read is too busy to be verified now.</summary>
    private const int MostReads = 20;

    /// <exception cref="StoreUnavailableException">A partition kept changing, or the store failed.</exception>
    public async Task<PartitionVerification> VerifyAsync(Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        for (var read = 0; read < MostReads; read++)
        {
            var before = await SnapshotAsync(wave, partition, cancellationToken);
            var recount = await RecountAsync(wave, partition, cancellationToken);
            var after = await SnapshotAsync(wave, partition, cancellationToken);
            if (before.Rows.SequenceEqual(after.Rows))
                return Compare(partition, before, recount);
        }
        throw new StoreUnavailableException($"Partition {partition} changed during {MostReads} recounts. Verify again when fewer answers come in.");
    }

    private async Task<Snapshot> SnapshotAsync(Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var rows = new List<(string RowKey, ETag ETag)>();
        var tallies = new Dictionary<SchoolId, SchoolTally>();
        var net = new Dictionary<SchoolId, long[]>();
        var pending = 0;
        var range = ResponsesKeys.BatchesAndCounts;
        await foreach (var row in tables.QueryAsync(
            StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
        {
            rows.Add((row.RowKey, row.ETag));
            if (!ResponsesKeys.IsBatch(row.RowKey))
            {
                var count = CountRow.Read(row, wave.Layout);
                count.Tally.AddNetTo(CountsOf(net, wave, count.School));
                continue;
            }
            foreach (var entry in BatchRow.Read(row, wave.Layout))
            {
                if (!tallies.TryGetValue(entry.School, out var tally))
                    tallies[entry.School] = tally = new SchoolTally(wave.Layout);
                tally.Add(entry);
                pending++;
            }
        }
        foreach (var (school, tally) in tallies)
            tally.AddNetTo(CountsOf(net, wave, school));
        return new Snapshot(rows, net, pending);
    }

    private async Task<(Dictionary<SchoolId, long[]> Counts, int Responses)> RecountAsync(
        Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<SchoolId, long[]>();
        var responses = 0;
        var range = ResponsesKeys.Responses;
        await foreach (var row in tables.QueryAsync(
            StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
        {
            var entry = ResponseRow.ReadEntry(row, wave.Survey);
            wave.Layout.Add(entry, CountsOf(counts, wave, entry.School));
            responses++;
        }
        return (counts, responses);
    }

    private static PartitionVerification Compare(
        ResponsesPartition partition, Snapshot snapshot, (Dictionary<SchoolId, long[]> Counts, int Responses) recount)
    {
        var discrepancies = new List<Discrepancy>();
        foreach (var school in snapshot.Tallied.Keys.Union(recount.Counts.Keys))
        {
            var tallied = snapshot.Tallied.GetValueOrDefault(school) ?? [];
            var recounted = recount.Counts.GetValueOrDefault(school) ?? [];
            for (var cell = 0; cell < Math.Max(tallied.Length, recounted.Length); cell++)
            {
                var (told, found) = (tallied.ElementAtOrDefault(cell), recounted.ElementAtOrDefault(cell));
                if (told != found)
                    discrepancies.Add(new Discrepancy(partition, school, cell, told, found));
            }
        }
        return new PartitionVerification(recount.Responses, snapshot.Pending, discrepancies);
    }

    private static long[] CountsOf(Dictionary<SchoolId, long[]> counts, Wave wave, SchoolId school)
    {
        if (!counts.TryGetValue(school, out var vector))
            counts[school] = vector = new long[wave.Layout.CellCount];
        return vector;
    }

    private sealed record Snapshot(List<(string RowKey, ETag ETag)> Rows, Dictionary<SchoolId, long[]> Tallied, int Pending);
}

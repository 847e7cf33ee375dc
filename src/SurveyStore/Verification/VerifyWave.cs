using Azure;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStore.Contract;
using SurveyStore.Folding;
using SurveyStore.Intake;
using SurveyStore.Keys;
using SurveyStore.Waves;

namespace SurveyStore.Verification;

/// <summary>One figure whose tally is not what the stored rows add up to.</summary>
/// <param name="Partition">Where.</param>
/// <param name="School">Of which school.</param>
/// <param name="Cell">Index in the wave's layout; null: the number of responses that were withdrawn.</param>
/// <param name="Tallied">Tallies and pending batches together; of a cell added less withdrawn.</param>
/// <param name="Recounted">From the stored responses and tombstones.</param>
public sealed record Discrepancy(ResponsesPartition Partition, SchoolId School, int? Cell, long Tallied, long Recounted);

/// <param name="Responses">Responses read.</param>
/// <param name="Withdrawn">Tombstones read, those of responses that never came among them.</param>
/// <param name="Pending">Responses and withdrawals in batches that wait for a fold.</param>
/// <param name="Discrepancies">None: everything adds up.</param>
public sealed record PartitionVerification(int Responses, int Withdrawn, int Pending, IReadOnlyList<Discrepancy> Discrepancies);

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
                return Compare(wave, partition, before, recount);
        }
        throw new StoreUnavailableException($"Partition {partition} changed during {MostReads} recounts. Verify again when fewer answers come in.");
    }

    private async Task<Snapshot> SnapshotAsync(Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var rows = new List<(string RowKey, ETag ETag)>();
        var tallies = new Dictionary<SchoolId, SchoolTally>();
        var pending = 0;
        var range = ResponsesKeys.BatchesAndCounts;
        // Batches sort before tallies, so a school's tally may exist before its row is read.
        await foreach (var row in tables.QueryAsync(
            StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
        {
            rows.Add((row.RowKey, row.ETag));
            if (!ResponsesKeys.IsBatch(row.RowKey))
            {
                var count = CountRow.Read(row, wave.Layout);
                TallyOf(count.School).Add(count.Tally);
                continue;
            }
            foreach (var entry in BatchRow.Read(row, wave.Layout))
            {
                TallyOf(entry.School).Add(entry);
                pending++;
            }
        }
        return new Snapshot(rows, tallies, pending);

        SchoolTally TallyOf(SchoolId school)
        {
            if (!tallies.TryGetValue(school, out var tally))
                tallies[school] = tally = new SchoolTally(wave.Layout);
            return tally;
        }
    }

    private async Task<Recount> RecountAsync(Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var recount = new Recount(wave.Layout);
        var range = ResponsesKeys.Responses;
        await foreach (var row in tables.QueryAsync(
            StoreNames.Responses, partition.Key, range.From, range.To, take: null, cancellationToken))
        {
            if (ResponseRow.IsWithdrawn(row))
                recount.AddTombstone(ResponseRow.SchoolOfTombstone(row));
            else
                recount.Add(ResponseRow.ReadEntry(row, wave.Survey));
        }
        return recount;
    }

    private static PartitionVerification Compare(Wave wave, ResponsesPartition partition, Snapshot snapshot, Recount recount)
    {
        var discrepancies = new List<Discrepancy>();
        var responses = wave.Layout.ResponsesCell(TallyLayout.Everyone);
        var net = new long[wave.Layout.CellCount];
        foreach (var school in snapshot.Tallies.Keys.Union(recount.Schools))
        {
            Array.Clear(net);
            var tally = snapshot.Tallies.GetValueOrDefault(school);
            tally?.AddNetTo(net);
            var recounted = recount.CountsOf(school);
            for (var cell = 0; cell < net.Length; cell++)
            {
                if (net[cell] != recounted[cell])
                    discrepancies.Add(new Discrepancy(partition, school, cell, net[cell], recounted[cell]));
            }
            var withdrawn = tally?.Withdrawn[responses] ?? 0;
            if (withdrawn != recount.WithdrawnOf(school))
                discrepancies.Add(new Discrepancy(partition, school, Cell: null, withdrawn, recount.WithdrawnOf(school)));
        }
        return new PartitionVerification(recount.Responses, recount.Withdrawn, snapshot.Pending, discrepancies);
    }

    private sealed record Snapshot(List<(string RowKey, ETag ETag)> Rows, Dictionary<SchoolId, SchoolTally> Tallies, int Pending);
}

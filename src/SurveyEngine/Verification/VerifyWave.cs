using SurveyEngine.Folding;
using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Verification;

/// <summary>One figure whose tally is not what the stored rows add up to.</summary>
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
/// Recounts the stored responses and holds them against tallies + pending batches. Anybody may run it at any time: each partition
/// is read at rest.
/// </summary>
public sealed class VerifyWave(ITableStore tables)
{
    private readonly ReadConsistently _read = new(tables);

    /// <exception cref="StoreUnavailableException">A partition kept changing, or the store failed.</exception>
    public async Task<PartitionVerification> VerifyAsync(Wave wave, ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var (snapshot, recount) = await _read.ReadAsync(partition, rows => CountAsync(wave, rows), cancellationToken);
        return Compare(wave, partition, snapshot, recount);
    }

    private static async Task<(Snapshot Snapshot, Recount Recount)> CountAsync(Wave wave, IAsyncEnumerable<TableRow> rows)
    {
        var snapshot = new Snapshot(wave.Layout);
        var recount = new Recount(wave.Layout);
        await foreach (var row in rows)
        {
            if (!ResponsesKeys.IsResponse(row.RowKey))
                snapshot.Add(row);
            else if (ResponseRow.IsWithdrawn(row))
                recount.AddTombstone(ResponseRow.SchoolOfTombstone(row));
            else
                recount.Add(ResponseRow.ReadEntry(row, wave.Survey));
        }
        return (snapshot, recount);
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

    /// <summary>What is tallied and what is pending, together. Batches come first, so a school may be met before its tally.</summary>
    private sealed class Snapshot(TallyLayout layout)
    {
        public Dictionary<SchoolId, SchoolTally> Tallies { get; } = [];

        public int Pending { get; private set; }

        public void Add(TableRow row)
        {
            if (!ResponsesKeys.IsBatch(row.RowKey))
            {
                var count = TallyRow.Read(row, layout);
                TallyOf(count.School).Add(count.Tally);
                return;
            }
            foreach (var entry in BatchRow.Read(row, layout))
            {
                TallyOf(entry.School).Add(entry);
                Pending++;
            }
        }

        private SchoolTally TallyOf(SchoolId school)
        {
            if (!Tallies.TryGetValue(school, out var tally))
                Tallies[school] = tally = new SchoolTally(layout);
            return tally;
        }
    }

    /// <summary>What the stored responses and tombstones add up to.</summary>
    private sealed class Recount(TallyLayout layout)
    {
        private readonly Dictionary<SchoolId, long[]> _counts = [];
        private readonly Dictionary<SchoolId, long> _withdrawn = [];
        private readonly long[] _none = new long[layout.CellCount];

        public int Responses { get; private set; }

        public int Withdrawn { get; private set; }

        public IEnumerable<SchoolId> Schools => _counts.Keys.Union(_withdrawn.Keys);

        public void Add(SheetEntry entry)
        {
            if (!_counts.TryGetValue(entry.School, out var counts))
                _counts[entry.School] = counts = new long[layout.CellCount];
            layout.Add(entry, counts);
            Responses++;
        }

        /// <param name="school">Null: there never was a response, so no tally knows of it.</param>
        public void AddTombstone(SchoolId? school)
        {
            Withdrawn++;
            if (school is { } counted)
                _withdrawn[counted] = _withdrawn.GetValueOrDefault(counted) + 1;
        }

        public ReadOnlySpan<long> CountsOf(SchoolId school) => _counts.GetValueOrDefault(school) ?? _none;

        public long WithdrawnOf(SchoolId school) => _withdrawn.GetValueOrDefault(school);
    }
}

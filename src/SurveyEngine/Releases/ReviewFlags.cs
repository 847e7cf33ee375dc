using Azure;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>What a coordinator does about flagged responses: looks at how many there are, and takes lots of them in or excludes them.</summary>
public sealed class ReviewFlags(ITableStore tables, TimeProvider time)
{
    /// <summary>All that is flagged now, of the schools in the order of their buckets; it reads every response of the wave.</summary>
    /// <param name="nodes">The schools of the wave, all or some: the buckets of these are read.</param>
    public async Task<IReadOnlyList<FlaggedLot>> FindAsync(Wave wave, IReadOnlyList<WaveNode> nodes, CancellationToken cancellationToken)
    {
        var find = await FindFlags.OpenAsync(tables, wave, nodes, cancellationToken);
        var lots = new List<FlaggedLot>();
        foreach (var bucket in nodes.Select(node => node.Bucket!.Value).Distinct().Order())
        {
            var flagged = await find.FindAsync(new ResponsesPartition(wave.Tenant, wave.Id, bucket), cancellationToken);
            lots.AddRange(from node in nodes
                          where flagged.ContainsKey(node.School)
                          from lot in flagged[node.School].Lots
                          select lot);
        }
        return lots;
    }

    /// <summary>How many responses of each school the latest release was made without, of those where any are flagged.</summary>
    public async Task<IReadOnlyDictionary<SchoolId, int>> ReadLeftOutAsync(Wave wave, CancellationToken cancellationToken)
    {
        var frozen = await FrozenRows.OpenAsync(tables, wave, releaseId: "", cancellationToken);
        var leftOut = new Dictionary<SchoolId, int>();
        foreach (var partition in wave.Partitions)
        {
            if ((await frozen.ReadAsync(partition.Key, cancellationToken, BlocksKeys.OfFlags)).GetValueOrDefault(BlocksKeys.Flags) is not { } look)
                continue;
            foreach (var (school, responses) in FlagsLook.LeftOutOf(look))
                leftOut.Add(school, responses);
        }
        return leftOut;
    }

    /// <summary>
    /// Takes a lot of a school in, or excludes it; figures follow with the next releases, as they do when responses come and are withdrawn. A new
    /// decision holds for what came in hours that are over everywhere, whatever a copy's clock says: nothing joins the lot afterwards.
    /// </summary>
    /// <param name="node">The school.</param>
    /// <param name="number">Of a lot that was decided before, to decide it otherwise; null: the undecided one.</param>
    /// <param name="takeIn">False: exclude.</param>
    public async Task<FlagOutcome> DecideAsync(Wave wave, WaveNode node, int? number, bool takeIn, CancellationToken cancellationToken)
    {
        if (wave.State is WaveState.Settled)
            return new FlagOutcome(FlagRefusal.Settled, Lot: null);
        List<FlagDecision> decisions = [.. (await FlagDecisions.ReadAsync(tables, wave, cancellationToken))[node.School]];
        var lot = number ?? decisions.Count + 1;
        if (lot < 1 || lot > decisions.Count + 1)
            return new FlagOutcome(FlagRefusal.NoLot, Lot: null);
        var isNew = lot > decisions.Count;
        if (!isNew)
        {
            decisions[lot - 1] = decisions[lot - 1] with { IsTakenIn = takeIn };
        }
        else
        {
            if (await FindAsync(decisions) is not [.., { State: FlagState.Undecided } undecided])
                return new FlagOutcome(FlagRefusal.NoLot, Lot: null);
            var until = ResponseRow.HourOf(time.GetUtcNow() - ChangeWaveState.ClosingTime);
            decisions.Add(new FlagDecision(until, [.. undecided.HastyHours.Where(hour => hour < until)], takeIn));
        }
        // As it is with the decision, if anything of it is left, or had come by then.
        if ((await FindAsync(decisions)).FirstOrDefault(flagged => flagged.Number == lot) is not { State: not FlagState.Undecided } found)
            return new FlagOutcome(isNew ? FlagRefusal.TooEarly : FlagRefusal.NoLot, Lot: null);
        if (takeIn && found.IsLeftOut)
            return new FlagOutcome(FlagRefusal.TooFew, found);
        return new FlagOutcome(await KeepAsync() ? null : FlagRefusal.DecidedMeanwhile, found);

        async Task<IReadOnlyList<FlaggedLot>> FindAsync(List<FlagDecision> decided)
        {
            var find = new FindFlags(
                tables, wave, new Dictionary<SchoolId, int?> { [node.School] = node.Population }, decided.ToLookup(_ => node.School));
            var flagged = await find.FindAsync(new ResponsesPartition(wave.Tenant, wave.Id, node.Bucket!.Value), cancellationToken);
            return flagged.TryGetValue(node.School, out var school) ? school.Lots : [];
        }

        async Task<bool> KeepAsync()
        {
            var row = FlagDecisions.ToRow(wave, node.School, lot, decisions[lot - 1]);
            var change = new RowChange(isNew ? RowChangeType.Add : RowChangeType.UpsertReplace, row, ETag.All);
            return await tables.CommitAsync(StoreNames.Blocks, [change], cancellationToken) is CommitResult.Committed
                // A retry below us meets the row that its own first try added.
                || (await tables.GetAsync(StoreNames.Blocks, row.PartitionKey, row.RowKey, cancellationToken))?.HasSameProperties(row) == true;
        }
    }
}

/// <param name="Refusal">Null: it is decided.</param>
/// <param name="Lot">As it is, or would be, with the decision; null: there is none.</param>
public sealed record FlagOutcome(FlagRefusal? Refusal, FlaggedLot? Lot);

/// <summary>Why nothing was decided.</summary>
public enum FlagRefusal
{
    /// <summary>The wave has settled: figures change no more.</summary>
    Settled,

    /// <summary>Nothing is flagged, or undecided, or there is no lot of this number.</summary>
    NoLot,

    /// <summary>All of the lot came in hours that are not over for long enough.</summary>
    TooEarly,

    /// <summary>Fewer than are shown of anything cannot be taken in.</summary>
    TooFew,

    /// <summary>Somebody else decided about it since it was looked at.</summary>
    DecidedMeanwhile,
}

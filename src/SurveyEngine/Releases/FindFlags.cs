using System.Globalization;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// Looks at the stored responses of a partition for those that may not be of people (<see cref="FlagRule"/>). What a school with any counts
/// without them is added up from its responses and not taken from its tally: so nothing has to stand still meanwhile, and who sends answers all
/// the time holds up no release. A response that is replaced in these moments may count twice, or not, until the next block.
/// </summary>
/// <param name="populations">Of the schools that are judged; null: unknown.</param>
/// <param name="decisions">Of the schools that have any, as of <see cref="FlagDecisions.ReadAsync"/>.</param>
internal sealed class FindFlags(
    ITableStore tables, Wave wave, IReadOnlyDictionary<SchoolId, int?> populations, ILookup<SchoolId, FlagDecision> decisions)
{
    private readonly FlagRule _rule = new(wave.Survey);

    /// <param name="nodes">Of the wave.</param>
    public static async Task<FindFlags> OpenAsync(ITableStore tables, Wave wave, IEnumerable<WaveNode> nodes, CancellationToken cancellationToken) => new(
        tables,
        wave,
        nodes.Where(node => node.Bucket is not null).ToDictionary(node => node.School, node => node.Population),
        await FlagDecisions.ReadAsync(tables, wave, cancellationToken));

    /// <returns>The schools with flagged responses; memory is some hundred bytes for each response of the partition.</returns>
    public async Task<IReadOnlyDictionary<SchoolId, FlaggedSchool>> FindAsync(ResponsesPartition partition, CancellationToken cancellationToken)
    {
        var arrivals = new List<Arrival>();
        await foreach (var row in tables.QueryAsync(StoreNames.Responses, partition.Key, ResponsesKeys.Responses, cancellationToken))
        {
            if (ArrivalOf(row) is { } arrival)
                arrivals.Add(arrival);
        }
        var flagged = new Dictionary<SchoolId, FlaggedSchool>();
        foreach (var school in arrivals.GroupBy(arrival => arrival.Entry.School))
        {
            if (!populations.TryGetValue(school.Key, out var population))
                continue;
            IReadOnlyList<FlagDecision> decided = [.. decisions[school.Key]];
            var flags = _rule.Find(school, _rule.PaceOf(wave.Definition, population), decided);
            if (flags.Count > 0)
                flagged.Add(school.Key, FlaggedOf(school, flags, decided));
        }
        return flagged;
    }

    private FlaggedSchool FlaggedOf(IGrouping<SchoolId, Arrival> school, IReadOnlyList<Flag> flags, IReadOnlyList<FlagDecision> decided)
    {
        List<FlaggedLot> lots = [.. flags.GroupBy(flag => flag.Lot).OrderBy(lot => lot.Key).Select(lot => LotOf(school.Key, lot, decided))];
        var leftOut = lots.Where(lot => lot.IsLeftOut).Select(lot => lot.Number).ToHashSet();
        var without = flags.Where(flag => leftOut.Contains(flag.Lot + 1)).Select(flag => flag.Arrival).ToHashSet(ReferenceEqualityComparer.Instance);
        var counts = new long[wave.Layout.CellCount];
        foreach (var arrival in school.Where(arrival => !without.Contains(arrival)))
            wave.Layout.Add(arrival.Entry, counts);
        return new FlaggedSchool(lots, counts);
    }

    private FlaggedLot LotOf(SchoolId school, IGrouping<int, Flag> lot, IReadOnlyList<FlagDecision> decided)
    {
        var state = lot.Key == decided.Count ? FlagState.Undecided : decided[lot.Key].IsTakenIn ? FlagState.TakenIn : FlagState.Excluded;
        var (hasty, all) = (lot.Count(flag => flag.IsHasty), lot.Count());
        return new FlaggedLot(
            school, lot.Key + 1, state, hasty, all - hasty, lot.Min(flag => flag.Arrival.Hour),
            IsLeftOut: state is not FlagState.TakenIn || all < wave.Definition.MinimumCell)
        {
            HastyHours = [.. lot.Where(flag => flag.IsHasty).Select(flag => flag.Arrival.Hour).Distinct()],
        };
    }

    /// <summary>Null: it is a tombstone, which has no hour, or damaged, which a recount tells.</summary>
    private Arrival? ArrivalOf(TableRow row)
    {
        try
        {
            return row.GetDateTimeOffset(ResponseRow.Received) is { } hour && row.GetString(ResponseRow.ContentHash) is { } content
                ? new Arrival(hour, content, ResponseRow.ReadEntry(row, wave.Survey))
                : null;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>What was there when the responses of a partition were last looked at, as a row of <c>Blocks</c>.</summary>
/// <param name="Seen">Responses and withdrawals that had been counted: another number whenever any came since.</param>
/// <param name="Revision">Of the wave, whose populations are mended.</param>
internal readonly record struct FlagsLook(long Seen, int Revision)
{
    private const string LeftOut = "LeftOut";

    public static FlagsLook Of(Wave wave, IEnumerable<SchoolTally> tallies)
    {
        var responses = wave.Layout.ResponsesCell(TallyLayout.Everyone);
        return new FlagsLook(tallies.Sum(tally => tally.Added[responses] + tally.Withdrawn[responses]), wave.Revision);
    }

    public bool IsSameAs(TableRow row) => row.GetInt64(nameof(Seen)) == Seen && row.GetInt32(nameof(Revision)) == Revision;

    public TableRow ToRow(string partition, string rowKey, IReadOnlyDictionary<SchoolId, FlaggedSchool> flagged) => new(partition, rowKey)
    {
        [nameof(Seen)] = Seen,
        [nameof(Revision)] = Revision,
        [LeftOut] = string.Join(';', flagged.Select(school =>
            $"{school.Key}={school.Value.Lots.Where(lot => lot.IsLeftOut).Sum(lot => lot.Responses)}")),
    };

    /// <summary>How many responses of each school with flagged ones were left out; 0: all of them are taken in.</summary>
    public static IReadOnlyDictionary<SchoolId, int> LeftOutOf(TableRow row) => row.GetString(LeftOut)!.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(school => school.Split('='))
        .ToDictionary(pair => new SchoolId(pair[0]), pair => int.Parse(pair[1], CultureInfo.InvariantCulture));
}

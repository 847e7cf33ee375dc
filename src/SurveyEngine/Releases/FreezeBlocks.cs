using System.Collections.ObjectModel;

using SurveyEngine.Folding;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>What a release adds up: a school, or several as one.</summary>
/// <param name="Scope">Which has no scopes below it.</param>
/// <param name="Block">Its counts.</param>
/// <param name="WasTold">It had a block while the wave was open.</param>
/// <param name="Nodes">The schools that are in it; of what came late all that may be.</param>
internal sealed record FrozenUnit(int Scope, Block Block, bool WasTold, IReadOnlyList<int> Nodes);

/// <summary>
/// Folds what is pending, and decides which counts of every school are shown: while the wave is open its block, which newer counts replace when
/// enough came in (<see cref="BlockRule"/>). Once it has settled everything is shown that can be: what came after the last block of a school
/// goes, with that of its neighbours, to the scope above, or the one above that.
/// </summary>
/// <param name="flags">Which responses are left out.</param>
/// <param name="shownBefore">What was shown of a scope before there were blocks; null: nothing was, of any.</param>
internal sealed class FreezeBlocks(
    FoldBatches fold,
    FindFlags flags,
    Wave wave,
    ReleaseScopes scopes,
    FrozenRows frozen,
    CellRules rules,
    DateTimeOffset now,
    Func<ScopeId, Task<ShownScope?>>? shownBefore)
{
    private readonly BlockRule _rule = new(wave.Layout, rules);
    private readonly Measure? _headline = BlockRule.ToldWhileOpen(wave.Layout, Measure.AllOf(wave.Layout))
        .FirstOrDefault(measure => measure.ItemIndex >= 0 && wave.Survey.Items[measure.ItemIndex].IsHeadline);
    private readonly int _responses = wave.Layout.ResponsesCell(TallyLayout.Everyone);
    private readonly ShownBefore _before = new(wave.Layout, rules);
    private readonly Dictionary<int, Tail> _tails = [];
    private readonly Dictionary<int, Tail> _pools = [];
    private readonly List<FrozenUnit> _units = [];
    private readonly List<FlaggedLot> _flagged = [];
    private readonly Dictionary<int, string> _blocks = [];
    private readonly SortedSet<int> _leftOut = [];

    /// <summary>Of these schools flagged responses are left out.</summary>
    private readonly HashSet<int> _withFlags = [];
    private readonly long[][] _accepted = [.. scopes.Nodes.Select(_ => new long[wave.Survey.Languages.Count])];

    /// <summary>What the release adds up.</summary>
    public IReadOnlyList<FrozenUnit> Units => _units;

    /// <summary>What is flagged, decided or not.</summary>
    public IReadOnlyList<FlaggedLot> Flagged => _flagged;

    /// <summary>Per node the responses about it alone, shown or not, flagged or not, in each language of the survey.</summary>
    public IReadOnlyList<long[]> Accepted => _accepted;

    /// <summary>Responses that are in no unit; null: too few to be told.</summary>
    public int? LateResponses { get; private set; }

    private bool IsSettled => wave.State is WaveState.Settled;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var shared = await frozen.ReadAsync(BlocksKeys.SharedPartition(wave.Tenant, wave.Id), cancellationToken);
        var assigned = Assign(shared.GetValueOrDefault(BlocksKeys.SmallSchools));
        var known = assigned.Count;
        var schools = scopes.Nodes.Index().Where(entry => entry.Item.Bucket is not null).GroupBy(entry => entry.Item.Bucket!.Value, entry => entry.Index);
        foreach (var bucket in schools)
        {
            var partition = new ResponsesPartition(wave.Tenant, wave.Id, bucket.Key);
            var tallies = await fold.TallyAsync(partition, cancellationToken);
            var blocks = await frozen.ReadAsync(partition.Key, cancellationToken);
            var flagged = await FindFlagsAsync(partition, tallies, blocks.GetValueOrDefault(BlocksKeys.Flags), cancellationToken);
            foreach (var node in bucket)
            {
                var counts = new long[wave.Layout.CellCount];
                tallies.GetValueOrDefault(scopes.Nodes[node].School)?.AddNetTo(counts);
                for (var language = 0; language < _accepted[node].Length; language++)
                    _accepted[node][language] = counts[wave.Layout.LanguageCell(language)];
                if (flagged.TryGetValue(scopes.Nodes[node].School, out var of))
                {
                    counts = of.Counts;
                    if (of.Lots.Any(lot => lot.State is not FlagState.TakenIn))
                        _withFlags.Add(node);
                }
                var unit = BlocksKeys.School(scopes.Nodes[node].Id);
                var block = blocks.GetValueOrDefault(unit);
                if (block is null && await IsHeldBackAsync(node, counts))
                {
                    _leftOut.Add(node);
                    continue;
                }
                if (!assigned.ContainsKey(node) && IsSmall(node) && block is null)
                    assigned[node] = PoolAbove(node, assigned, shared);
                if (assigned.TryGetValue(node, out var pool))
                    (pool >= 0 ? TailOf(_pools, pool) : TailOf(_tails, AboveOf(node))).Add(counts, LeastPopulationOf(node), [node]);
                else
                    Freeze(partition.Key, unit, block, counts, () => scopes.HasChildren[node] ? scopes.AddPart(node, ScopePart.Itself, 1, scopes.Nodes[node].Population) : node, AboveOf(node), [node]);
            }
        }
        foreach (var (node, pool) in _pools)
        {
            var unit = BlocksKeys.Pool(scopes.Nodes[node].Id);
            Freeze(
                BlocksKeys.SharedPartition(wave.Tenant, wave.Id), unit, shared.GetValueOrDefault(unit), pool.Counts,
                () => scopes.AddPart(node, ScopePart.SmallSchools, pool.Nodes.Count, PopulationOf(pool.Nodes)), node, pool.Nodes);
        }
        if (assigned.Count != known || !shared.ContainsKey(BlocksKeys.SmallSchools))
        {
            string IdOf(int node) => node < 0 ? "" : scopes.Nodes[node].Id.Value;
            frozen.AddText(BlocksKeys.SharedPartition(wave.Tenant, wave.Id), BlocksKeys.SmallSchools, assigned.Select(pair => (IdOf(pair.Key), IdOf(pair.Value))));
        }
        if (!IsSettled)
            return;
        SettleTails();
        frozen.AddText(
            BlocksKeys.SharedPartition(wave.Tenant, wave.Id), BlocksKeys.LeftOut,
            _leftOut.Union(_withFlags).Select(node => (scopes.Nodes[node].School.Value, _withFlags.Contains(node) ? BlocksKeys.Flags : _blocks.GetValueOrDefault(node, ""))));
    }

    /// <summary>Reads the responses of a partition only if any came or went since they were last looked at, or some are flagged.</summary>
    private async Task<IReadOnlyDictionary<SchoolId, FlaggedSchool>> FindFlagsAsync(
        ResponsesPartition partition, IReadOnlyDictionary<SchoolId, SchoolTally> tallies, TableRow? last, CancellationToken cancellationToken)
    {
        var look = FlagsLook.Of(wave, tallies.Values);
        if (last is not null && look.IsSameAs(last) && FlagsLook.LeftOutOf(last).Count == 0)
            return ReadOnlyDictionary<SchoolId, FlaggedSchool>.Empty;
        var flagged = await flags.FindAsync(partition, cancellationToken);
        frozen.Add(partition.Key, BlocksKeys.Flags, (partitionKey, rowKey) => look.ToRow(partitionKey, rowKey, flagged));
        _flagged.AddRange(flagged.Values.SelectMany(school => school.Lots));
        return flagged;
    }

    /// <summary>Its counts would tell of few people, by what was shown of it before there were blocks.</summary>
    private async ValueTask<bool> IsHeldBackAsync(int node, long[] counts) =>
        shownBefore is not null && !_before.CanBegin(await shownBefore(scopes.Nodes[node].Id), counts);

    private void Freeze(string partition, string unit, TableRow? row, long[] counts, Func<int> scope, int above, List<int> nodes)
    {
        var block = row is null ? null : Block.Read(row, wave.Layout, _rule);
        foreach (var node in row is null ? [] : nodes)
            _blocks[node] = BlocksKeys.Read(row!.RowKey).ReleaseId;
        var isMoved = block is null
            ? _rule.CanBegin(counts) || (IsSettled && counts[_responses] >= rules.MinimumCell && !HasNegative(counts))
            : _rule.CanReplace(block.ShownWith(frozen.UnpublishedOf(partition, unit).Select(other => Block.Read(other, wave.Layout, _rule))), counts);
        var current = isMoved ? Retold(counts, block) : block;
        if (current is not null)
            _units.Add(new FrozenUnit(scope(), current, block is not null, nodes));
        if (isMoved && !IsSettled)
            frozen.Add(partition, unit, (partitionKey, rowKey) => current!.ToRow(partitionKey, rowKey, wave.Layout));
        if (!IsSettled || isMoved)
            return;
        var before = block?.Decode(wave.Layout) ?? new long[counts.Length];
        if (counts.AsSpan().SequenceEqual(before))
            return;
        for (var cell = 0; cell < counts.Length; cell++)
            counts[cell] -= before[cell];
        TailOf(_tails, above).Add(counts, nodes.Sum(LeastPopulationOf), nodes);
    }

    private Block Retold(long[] counts, Block? before)
    {
        var headline = _headline?.CountsOf(wave.Layout, counts, TallyLayout.Everyone);
        var isRetold = headline is { } told && !IsSettled && _rule.CanRetell(_headline!, before?.ToldHeadlines ?? [], told);
        return Block.Of(counts, _rule, before, isRetold ? headline : null, now);
    }

    private void SettleTails()
    {
        for (var node = scopes.Nodes.Count - 1; node >= 0; node--)
        {
            if (!_tails.Remove(node, out var tail))
                continue;
            if (_rule.CanBegin(tail.Counts) && tail.Population >= rules.MinimumCell)
                _units.Add(new FrozenUnit(scopes.AddPart(node, ScopePart.Late, 0, null), Block.Last(tail.Counts), WasTold: false, tail.Nodes));
            else if (scopes.ParentOf(node) is >= 0 and var above)
                TailOf(_tails, above).Add(tail);
            else
                LeaveOut(tail);
        }
    }

    private void LeaveOut(Tail tail)
    {
        _leftOut.UnionWith(tail.Nodes);
        if (tail.Counts[_responses] >= rules.MinimumCell)
            LateResponses = ShownFigures.Rounded(tail.Counts[_responses]);
    }

    /// <summary>Where its answers go that cannot be shown with it.</summary>
    private int AboveOf(int node) => scopes.HasChildren[node] || scopes.ParentOf(node) < 0 ? node : scopes.ParentOf(node);

    /// <summary>As once decided; else now.</summary>
    private Dictionary<int, int> Assign(TableRow? row)
    {
        if (row is null)
        {
            var small = Enumerable.Range(0, scopes.Nodes.Count).Where(node => scopes.Nodes[node].Bucket is not null && IsSmall(node));
            return new Dictionary<int, int>(SmallSchools.Pool(
                [.. Enumerable.Range(0, scopes.Nodes.Count).Select(scopes.ParentOf)], small.ToDictionary(node => node, LeastPopulationOf), rules.MinimumCell));
        }
        var places = scopes.Nodes.Index().ToDictionary(entry => entry.Item.Id.Value, entry => entry.Index);
        return FrozenRows.ReadText(row).ToDictionary(pair => places[pair.Key], pair => pair.Value.Length == 0 ? SmallSchools.Nowhere : places[pair.Value]);
    }

    private bool IsSmall(int node) => LeastPopulationOf(node) < rules.MinimumCell;

    /// <summary>How many could answer at the least.</summary>
    private int LeastPopulationOf(int node) => scopes.Nodes[node].Population ?? wave.Definition.PopulationAtLeast ?? 0;

    /// <summary>Null as soon as that of one is unknown.</summary>
    private long? PopulationOf(IEnumerable<int> nodes) =>
        nodes.Aggregate((long?)0, (sum, node) => sum + scopes.Nodes[node].Population);

    /// <summary>The nearest pool that was not shown yet: to one that was, nobody is added.</summary>
    private int PoolAbove(int node, Dictionary<int, int> assigned, Dictionary<string, TableRow> shared)
    {
        for (var above = AboveOf(node); above >= 0; above = scopes.ParentOf(above))
        {
            if (assigned.ContainsValue(above) && !shared.ContainsKey(BlocksKeys.Pool(scopes.Nodes[above].Id)))
                return above;
        }
        return SmallSchools.Nowhere;
    }

    private Tail TailOf(Dictionary<int, Tail> tails, int node)
    {
        if (!tails.TryGetValue(node, out var tail))
            tails.Add(node, tail = new Tail(wave.Layout.CellCount));
        return tail;
    }

    private static bool HasNegative(long[] counts) => counts.AsSpan().IndexOfAnyInRange(long.MinValue, -1) >= 0;

    /// <summary>What several schools have together.</summary>
    private sealed class Tail(int cells)
    {
        public long[] Counts { get; } = new long[cells];

        /// <summary>How many could answer, at the least.</summary>
        public long Population { get; private set; }

        public List<int> Nodes { get; } = [];

        public void Add(long[] counts, long population, IEnumerable<int> nodes)
        {
            for (var cell = 0; cell < Counts.Length; cell++)
                Counts[cell] += counts[cell];
            Population += population;
            Nodes.AddRange(nodes);
        }

        public void Add(Tail other) => Add(other.Counts, other.Population, other.Nodes);
    }
}

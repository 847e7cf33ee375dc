using SurveyEngine.Folding;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Organisations;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// Makes a release of one wave: folds what is pending, freezes which counts are shown (<see cref="FreezeBlocks"/>), decides once the wave has
/// settled how much of every cell is told (<see cref="SettledDisclosure"/>) and holds that against what may not be
/// (<see cref="DisclosureCheck"/>), writes what may be shown, and then moves the pointer (<see cref="ReleaseWriter"/>). It keeps the counts of
/// every school, encoded, while it runs.
/// </summary>
/// <param name="check">Finds what must not be told once the wave has settled; null: <see cref="DisclosureCheck"/>.</param>
public sealed class ReleaseWave(ITableStore tables, FoldBatches fold, TimeProvider time, FindFollowing? check = null)
{
    /// <inheritdoc cref="ReleaseSchedule.IsDue"/>
    public async Task<bool> IsDueAsync(Wave wave, DateTimeOffset night, CancellationToken cancellationToken)
    {
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        return ReleaseSchedule.IsDue(wave, ReleaseRow.AsOfOf(wave, latest), night);
    }

    /// <inheritdoc cref="ReleaseSchedule.EarliestByHand"/>
    public async Task<DateTimeOffset?> FindEarliestByHandAsync(Wave wave, CancellationToken cancellationToken)
    {
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        return ReleaseSchedule.EarliestByHand(wave, ReleaseRow.AsOfOf(wave, latest), time.GetUtcNow());
    }

    /// <returns>The release that readers now see; null if another published first and this one gave way.</returns>
    /// <exception cref="StoreUnavailableException">The store failed; readers still see the release before.</exception>
    /// <exception cref="ReleaseRefusedException">It would show what must not be shown; readers still see the release before.</exception>
    public async Task<PublishedRelease?> RunAsync(Wave wave, CancellationToken cancellationToken)
    {
        // Before the pointer: what was acknowledged until now will be in.
        var now = time.GetUtcNow();
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        await using var release = new ReleaseWriter(tables, wave, latest, now, cancellationToken);
        var frozen = await FrozenRows.OpenAsync(tables, wave, release.Id, cancellationToken);
        var collections = await ReadCollectionsAsync(wave, cancellationToken);
        var scopes = new ReleaseScopes(await ReadNodesAsync(wave, cancellationToken), collections.Select(collection => collection.Id));
        var rules = new CellRules(wave.Definition.MinimumCell);
        Func<ScopeId, Task<ShownScope?>>? shownBefore = ReleaseRow.BeforeBlocksOf(wave, latest) is { } before
            ? scope => new ReadResults(tables).FindAsync(wave, before, scope, cancellationToken)
            : null;
        var blocks = new FreezeBlocks(fold, wave, scopes, frozen, rules, now, shownBefore);
        await blocks.RunAsync(cancellationToken);

        IReadOnlyList<string> withheld = [];
        var told = wave.State is WaveState.Settled ? Decide(wave, scopes, rules, blocks.Units, out withheld) : null;
        await new WriteScopes(wave, scopes, collections, blocks, rules, told, release).RunAsync();
        await frozen.SaveAsync(cancellationToken);
        var published = await release.PublishAsync(cancellationToken);
        if (published is null)
            return null;
        await frozen.RemoveSupersededAsync(cancellationToken);
        return published with { Withheld = withheld };
    }

    /// <param name="withheld">What the check found, in words without the figures: it is not told either.</param>
    private Disclosures Decide(Wave wave, ReleaseScopes scopes, CellRules rules, IReadOnlyList<FrozenUnit> frozen, out IReadOnlyList<string> withheld)
    {
        var blocks = frozen.ToDictionary(unit => unit.Scope, unit => unit.Block);
        var units = frozen.Select(unit => new ReleasedUnit(unit.Scope) { WasTold = unit.WasTold, ToldHeadline = unit.Block.ToldHeadline }).ToList();
        var counts = new long[wave.Layout.CellCount];
        long[] Read(ReleasedUnit unit)
        {
            blocks[unit.Scope].Decode(counts);
            return counts;
        }
        var told = SettledDisclosure.Decide(wave.Layout, rules, scopes.Parents, units, Read);
        var found = Check();
        foreach (var cell in found)
            told.Withhold(cell);
        withheld = [.. found.Select(cell => $"{told.Measures[cell.Measure].Id} in slice {cell.Slice} of {scopes.LinkOf(cell.Scope).Id} follows from what is told")];
        return found.Count == 0 || Check().Count == 0 ? told : throw new ReleaseRefusedException(scopes.LinkOf(found[0].Scope).Id, withheld);

        IReadOnlyList<FollowingCell> Check() => check is null
            ? new DisclosureCheck(wave.Layout, scopes.Parents, units, Read, told).FindFollowing()
            : check(wave.Layout, scopes.Parents, units, Read, told);
    }

    private async Task<List<WaveNode>> ReadNodesAsync(Wave wave, CancellationToken cancellationToken)
    {
        var nodes = new List<WaveNode>();
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Nodes, cancellationToken))
            nodes.Add(PinnedRows.ReadNode(row));
        return nodes;
    }

    private async Task<List<Collection>> ReadCollectionsAsync(Wave wave, CancellationToken cancellationToken)
    {
        var collections = new List<Collection>();
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Collections, cancellationToken))
            collections.Add(PinnedRows.ReadCollection(row));
        return collections;
    }
}

/// <summary>As <see cref="DisclosureCheck.FindFollowing"/> of these.</summary>
public delegate IReadOnlyList<FollowingCell> FindFollowing(
    Surveys.Tallies.TallyLayout layout, int[] parents, IReadOnlyList<ReleasedUnit> units, Func<ReleasedUnit, long[]> read, Disclosures told);

/// <summary>
/// What was about to be released would show what must stay hidden. Nothing of it is seen; readers keep the release before. It is a defect of
/// ours, never something that an operator or a respondent did.
/// </summary>
/// <param name="scope">Whose figures they are.</param>
/// <param name="problems">Which of them, in words without the figures.</param>
public sealed class ReleaseRefusedException(ScopeId scope, IReadOnlyList<string> problems)
    : Exception($"The figures of {scope} do not pass the checks: {string.Join("; ", problems)}.");

using SurveyEngine.Folding;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Organisations;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>What a release of a wave adds up: its tree, its collections, and the counts of each school that are shown.</summary>
internal sealed record FrozenWave(Wave Wave, ReleaseScopes Scopes, IReadOnlyList<Collection> Collections, FrozenRows Rows, CellRules Rules, FreezeBlocks Blocks)
{
    /// <summary>Folds what is pending and decides which counts are shown; writes nothing of that yet.</summary>
    /// <param name="latest">The pointer to the release before; null: there is none.</param>
    /// <param name="releaseId">That is being made.</param>
    public static async Task<FrozenWave> ReadAsync(
        ITableStore tables, FoldBatches fold, Wave wave, TableRow? latest, string releaseId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await FrozenRows.OpenAsync(tables, wave, releaseId, cancellationToken);
        var collections = new List<Collection>();
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Collections, cancellationToken))
            collections.Add(PinnedRows.ReadCollection(row));
        var nodes = new List<WaveNode>();
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Nodes, cancellationToken))
            nodes.Add(PinnedRows.ReadNode(row));
        var scopes = new ReleaseScopes(nodes, collections.Select(collection => collection.Id));
        var rules = new CellRules(wave.Definition.MinimumCell);
        Func<ScopeId, Task<ShownScope?>>? shownBefore = ReleaseRow.BeforeBlocksOf(wave, latest) is { } before
            ? scope => new ReadResults(tables).FindAsync(wave, before, scope, cancellationToken)
            : null;
        var flags = await FindFlags.OpenAsync(tables, wave, nodes, cancellationToken);
        var blocks = new FreezeBlocks(fold, flags, wave, scopes, rows, rules, now, shownBefore);
        await blocks.RunAsync(cancellationToken);
        return new FrozenWave(wave, scopes, collections, rows, rules, blocks);
    }

    public ReleasedCube Cube()
    {
        var blocks = Blocks.Units.ToDictionary(unit => unit.Scope, unit => unit.Block);
        var units = Blocks.Units.Select(unit => new ReleasedUnit(unit.Scope) { WasTold = unit.WasTold, ToldHeadlines = [.. unit.Block.ToldHeadlines] }).ToList();
        var members = Blocks.Units.SelectMany(unit => Scopes.CollectionsOf(unit.Nodes), (unit, id) => (unit.Scope, Id: id)).ToLookup(entry => entry.Id, entry => entry.Scope);
        var counts = new long[Wave.Layout.CellCount];
        return new ReleasedCube(Wave.Layout, Scopes.Parents, units, Read) { Collections = [.. Collections.Select(collection => members[collection.Id].ToArray())] };

        long[] Read(ReleasedUnit unit)
        {
            blocks[unit.Scope].Decode(counts);
            return counts;
        }
    }

    /// <summary>Of a scope of the cube.</summary>
    public ScopeId IdOf(int scope) => scope < Scopes.Count ? Scopes.LinkOf(scope).Id : Collections[scope - Scopes.Count].Id;
}

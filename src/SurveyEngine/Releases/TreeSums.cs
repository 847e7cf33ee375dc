using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Releases;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>The nodes on the path to the current school, and all collections; each is released when nothing more can come.</summary>
internal sealed class TreeSums(Wave wave, ReleaseWriter release, Func<UnreleasedScope, ShownScope, IReadOnlyList<string>> gate)
{
    private readonly List<ScopeSums> _path = [];
    private readonly SortedDictionary<string, ScopeSums> _collections = new(StringComparer.Ordinal);

    /// <summary>Before the first node.</summary>
    public async Task OpenCollectionsAsync(ITableStore tables, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Collections, cancellationToken))
        {
            var collection = PinnedRows.ReadCollection(row);
            var link = new ScopeLink(collection.Id, collection.Name, collection.Kind);
            _collections.Add(collection.Id.Value, new ScopeSums(link, [], wave.Layout));
        }
    }

    /// <summary>The next node in path order: what is not above it is complete.</summary>
    public async Task EnterAsync(WaveNode node)
    {
        await CloseToDepthAsync(node.Path.Count - 1);
        var link = new ScopeLink(node.Id, node.Name, node.Kind);
        _path.Add(new ScopeSums(link, [.. _path.Select(above => above.Link)], wave.Layout));
    }

    /// <summary>The tally of the school just entered.</summary>
    public void AddSchool(WaveNode node, SchoolTally? tally)
    {
        var scope = _path[^1];
        scope.AddSchool(tally, node.Population);
        if (node.Collections.Count == 0)
            return;

        var topline = Unreleased(scope).ToChild();
        foreach (var id in node.Collections)
        {
            if (_collections.TryGetValue(id.Value, out var collection))
                collection.AddChild(scope, topline);
        }
    }

    /// <summary>Releases what is still open: the path but its root, the collections, then the root, which lists them.</summary>
    public async Task CloseAllAsync()
    {
        if (_path.Count == 0)
            return;
        await CloseToDepthAsync(1);
        foreach (var collection in _collections.Values.Where(collection => collection.Schools > 0))
        {
            await ReleaseAsync(collection);
            // Listed only: its schools are in the sums already.
            _path[0].Children.Add(Unreleased(collection).ToChild());
        }
        await CloseToDepthAsync(0);
    }

    private async Task CloseToDepthAsync(int depth)
    {
        while (_path.Count > depth)
        {
            var scope = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            await ReleaseAsync(scope);
            if (_path.Count > 0)
                _path[^1].AddChild(scope, Unreleased(scope).ToChild());
        }
    }

    private ValueTask ReleaseAsync(ScopeSums scope)
    {
        var counted = Unreleased(scope);
        var shown = ReleaseRules.Apply(counted);
        return gate(counted, shown) is { Count: > 0 } problems
            ? throw new ReleaseRefusedException(scope.Link.Id, problems)
            : release.WriteAsync(shown);
    }

    private UnreleasedScope Unreleased(ScopeSums scope) => scope.ToUnreleased(release, wave.Definition.MinimumCell);
}

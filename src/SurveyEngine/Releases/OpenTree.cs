using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Releases;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>The nodes on the path to the current school, and all collections; each is released when nothing more can come.</summary>
internal sealed class OpenTree
{
    private readonly Wave _wave;
    private readonly ReleaseWriter _release;
    private readonly Func<UnreleasedScope, ShownScope, IReadOnlyList<string>> _gate;
    private readonly List<OpenScope> _path = [];
    private readonly SortedDictionary<string, OpenScope> _collections;

    private OpenTree(
        Wave wave,
        ReleaseWriter release,
        Func<UnreleasedScope, ShownScope, IReadOnlyList<string>> gate,
        SortedDictionary<string, OpenScope> collections)
    {
        _wave = wave;
        _release = release;
        _gate = gate;
        _collections = collections;
    }

    public static async Task<OpenTree> BeginAsync(
        ITableStore tables,
        Wave wave,
        ReleaseWriter release,
        Func<UnreleasedScope, ShownScope, IReadOnlyList<string>> gate,
        CancellationToken cancellationToken)
    {
        var collections = new SortedDictionary<string, OpenScope>(StringComparer.Ordinal);
        var range = WavesKeys.Collections;
        await foreach (var row in tables.QueryAsync(
            StoreNames.Waves, wave.PinnedPartition, range.From, range.To, take: null, cancellationToken))
        {
            var collection = PinnedRows.ReadCollection(row);
            var link = new ScopeLink(collection.Id, collection.Name, collection.Kind);
            collections.Add(collection.Id.Value, new OpenScope(link, [], wave.Layout));
        }
        return new OpenTree(wave, release, gate, collections);
    }

    /// <summary>The next node in path order: what is not above it is complete.</summary>
    public async Task EnterAsync(WaveNode node)
    {
        await CloseToDepthAsync(node.Path.Count - 1);
        var link = new ScopeLink(node.Id, node.Name, node.Kind);
        _path.Add(new OpenScope(link, [.. _path.Select(above => above.Link)], _wave.Layout));
    }

    /// <summary>The responses about the node just entered itself.</summary>
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

    private ValueTask ReleaseAsync(OpenScope scope)
    {
        var counted = Unreleased(scope);
        var shown = ReleaseRules.Apply(counted);
        return _gate(counted, shown) is { Count: > 0 } problems
            ? throw new ReleaseRefusedException(scope.Link.Id, problems)
            : _release.WriteAsync(shown);
    }

    private UnreleasedScope Unreleased(OpenScope scope) => scope.ToUnreleased(_release, _wave.Definition.MinimumCell);
}

using System.Collections.Concurrent;

using SurveyEngine.Keys;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.People;

/// <summary>
/// What of a wave's results somebody sees who has one scope: that scope, what is below it, and the figures of those above it, to compare with.
/// </summary>
public sealed class ReadableScopes
{
    private readonly ScopeId _own;
    private readonly HashSet<ScopeId> _above;
    private readonly HashSet<ScopeId> _members;

    /// <param name="own">Of the release that is read: an old wave is judged by the tree that it pinned.</param>
    /// <param name="root">Of the wave. A collection stands below it.</param>
    public ReadableScopes(ShownScope own, ScopeId root)
    {
        var isCollection = own.Parents.Count == 0 && own.Scope.Id != root;
        _own = own.Scope.Id;
        _above = [.. isCollection ? [root] : own.Parents.Select(parent => parent.Id)];
        _members = [.. isCollection ? own.Children.Where(child => child.Scope.Part is ScopePart.None).Select(child => child.Scope.Id) : []];
    }

    /// <summary>What they see of this page; null: they do not see it. Of those above not what else is below them.</summary>
    public ShownScope? Narrow(ShownScope shown)
    {
        if (_above.Contains(shown.Scope.Id))
        {
            return shown with
            {
                Children = [.. shown.Children.Where(child => child.Scope.Part is ScopePart.None && IsNamed(child.Scope.Id))],
                Weighting = shown.Weighting is { } weighting ? weighting with { Aside = [], AsideCount = 0 } : null,
            };
        }
        var own = shown.Parents.Index().Where(parent => IsOwn(parent.Item.Id)).Select(parent => parent.Index).DefaultIfEmpty(shown.Parents.Count).First();
        return own < shown.Parents.Count || IsOwn(shown.Scope.Id)
            ? shown with { Parents = [.. shown.Parents.Where((parent, index) => index > own || IsNamed(parent.Id))] }
            : null;
    }

    private bool IsOwn(ScopeId scope) => scope == _own || _members.Contains(scope);

    private bool IsNamed(ScopeId scope) => IsOwn(scope) || _above.Contains(scope);
}

/// <summary>Finds them by the page of the scope, once per release.</summary>
public sealed class FindReadableScopes(ITableStore tables, ReadResults results)
{
    /// <summary>Past this many the cache starts again from nothing.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(WaveId, string Release, ScopeId), ReadableScopes> _found = new();

    private readonly ConcurrentDictionary<(string Opening, int Revision, ScopeId), bool> _parts = new();

    /// <summary>Whether the wave pinned the scope, released or not.</summary>
    public async ValueTask<bool> IsPartAsync(Wave wave, ScopeId scope, CancellationToken cancellationToken)
    {
        if (_parts.TryGetValue((wave.Opening, wave.Revision, scope), out var known))
            return known;
        var isPart = scope == wave.Root || await HasAsync(WavesKeys.School(new SchoolId(scope.Value))) || await HasAsync(WavesKeys.Collection(scope))
            // Of a district only its path is a key.
            || await tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Nodes, cancellationToken)
                .AnyAsync(row => row.RowKey.EndsWith($"!{scope}", StringComparison.Ordinal), cancellationToken);
        if (_parts.Count >= Most)
            _parts.Clear();
        return _parts[(wave.Opening, wave.Revision, scope)] = isPart;

        async Task<bool> HasAsync(string key) => await tables.GetAsync(StoreNames.Waves, wave.PinnedPartition, key, cancellationToken) is not null;
    }

    /// <summary>Null: the scope has no part in the wave.</summary>
    public async Task<ReadableScopes?> FindAsync(Wave wave, string release, ScopeId scope, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue((wave.Id, release, scope), out var known))
            return known;
        if (await results.FindAsync(wave, release, scope, cancellationToken) is not { Scope.Part: ScopePart.None } own)
            return null;
        if (_found.Count >= Most)
            _found.Clear();
        return _found[(wave.Id, release, scope)] = new ReadableScopes(own, wave.Root);
    }
}

using System.Globalization;

using SurveyEngine.Keys;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// The tree that a wave pinned, beside the one that it would pin now: names and populations may be mended, and schools added below what
/// is pinned; the rest stays.
/// </summary>
internal sealed class TreeComparison
{
    private readonly List<(WaveNode Pinned, WaveNode Loaded)> _both = [];
    private readonly List<(Collection Pinned, Collection Loaded)> _collections = [];
    private readonly Dictionary<SchoolId, WaveNode> _notAsked = [];
    private readonly List<string> _kept = [];
    private readonly HashSet<ScopeId> _pinnedIds;
    private readonly HashSet<ScopeId> _asked;
    private readonly HashSet<ScopeId> _pinnedCollections;

    private TreeComparison(Dictionary<string, WaveNode> pinned, List<Collection> collections, List<WaveNode> loaded, OrganisationTree tree, Audience audience)
    {
        _pinnedIds = [.. pinned.Values.Select(node => node.Id)];
        _asked = [.. pinned.Values.Where(node => node.Bucket is not null).Select(node => node.Id)];
        _pinnedCollections = [.. collections.Select(collection => collection.Id)];
        var left = pinned.Values.ToDictionary(node => node.Id);
        foreach (var node in loaded)
        {
            if (left.Remove(node.Id, out var before))
            {
                _both.Add((before, node));
                if (!before.Path.SequenceEqual(node.Path))
                    _kept.Add($"{node.Id} stays where it was in the tree.");
            }
            else if (node.Bucket is null)
            {
                _kept.Add($"{node.Id} is a {node.Kind} that came in after the opening: the wave has neither it nor anything below it.");
            }
            else if (pinned.TryGetValue(WavesKeys.Node(node.Path.SkipLast(1)), out var parent)
                && (parent.Bucket is null || audience == Audience.Member) && !_pinnedCollections.Contains(node.Id))
            {
                _notAsked.Add(node.School, node);
            }
        }
        _kept.AddRange(left.Keys.Select(id => $"{id} stays in the wave, though it is no longer loaded."));
        _kept.AddRange(_both.Where(node => node.Pinned.Kind != node.Loaded.Kind).Select(node => $"{node.Pinned.Id} stays a {node.Pinned.Kind}."));
        _kept.AddRange(_both.Where(node => !node.Pinned.Collections.ToHashSet().SetEquals(node.Loaded.Collections))
            .Select(node => $"{node.Pinned.Id} stays in the collections it was in."));
        var byId = tree.Collections.ToDictionary(collection => collection.Id);
        foreach (var collection in collections)
        {
            if (byId.TryGetValue(collection.Id, out var now))
                _collections.Add((collection, now));
        }
    }

    public IEnumerable<MendedValue> Changes =>
    [
        .. from node in _both
           where node.Pinned.Name != node.Loaded.Name
           select new MendedValue("name", node.Pinned.Id.Value, node.Pinned.Name, node.Loaded.Name),
        .. from collection in _collections
           where collection.Pinned.Name != collection.Loaded.Name
           select new MendedValue("name", collection.Pinned.Id.Value, collection.Pinned.Name, collection.Loaded.Name),
        .. from node in _both
           where PopulationOf(node) != node.Pinned.Population
           select new MendedValue("population", node.Pinned.Id.Value, TextOf(node.Pinned.Population), TextOf(PopulationOf(node))),
    ];

    /// <summary>In the order of the tree.</summary>
    public IEnumerable<SchoolId> NotAsked => _notAsked.Keys;

    public IReadOnlyList<string> Kept => _kept;

    public static async Task<TreeComparison> ReadAsync(ITableStore tables, Wave wave, OrganisationTree tree, CancellationToken cancellationToken)
    {
        var nodes = new Dictionary<string, WaveNode>(StringComparer.Ordinal);
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Nodes, cancellationToken))
            nodes.Add(row.RowKey, PinnedRows.ReadNode(row));
        var collections = new List<Collection>();
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Collections, cancellationToken))
            collections.Add(PinnedRows.ReadCollection(row));
        return new TreeComparison(nodes, collections, PlanWave.NodesOf(tree, wave.Definition, wave.Survey.Audience), tree, wave.Survey.Audience);
    }

    /// <summary>Null: it can be added, or is there already.</summary>
    public string? ProblemOfAdding(SchoolId school) =>
        _notAsked.ContainsKey(school) || _asked.Contains(school.AsScope())
            ? null
            : _pinnedIds.Contains(school.AsScope())
            ? $"'{school}' cannot be added: it is in the wave and not asked itself, name the schools below it."
            : $"'{school}' cannot be added: it is not among the schools that are loaded in the wave's part of the tree, what it is under is not in the wave or answers itself, or a collection of the wave has its id.";

    /// <summary>The collections of schools to add that the wave opened without: a sentence for each school.</summary>
    public IEnumerable<string> LeftOutOf(IEnumerable<SchoolId> added) =>
        from school in added
        let missing = _notAsked[school].Collections.Where(collection => !_pinnedCollections.Contains(collection)).ToList()
        where missing.Count > 0
        select $"{school} is added, and not to {string.Join(", ", missing)}, which the wave opened without.";

    /// <summary>What has to be written.</summary>
    /// <param name="partition">Of what the wave pinned.</param>
    /// <param name="places">The bucket of each school that is added.</param>
    public IEnumerable<TableRow> RowsOf(string partition, IReadOnlyDictionary<SchoolId, int> places)
    {
        var mended = from node in _both
                     where node.Pinned.Name != node.Loaded.Name || PopulationOf(node) != node.Pinned.Population
                     select node.Pinned with { Name = node.Loaded.Name, Population = PopulationOf(node) };
        var added = from school in _notAsked
                    where places.ContainsKey(school.Key)
                    select school.Value with
                    {
                        Bucket = places[school.Key],
                        Collections = [.. school.Value.Collections.Where(_pinnedCollections.Contains)],
                    };
        foreach (var node in mended.Concat(added))
        {
            yield return PinnedRows.OfNode(partition, node);
            if (node.Bucket is { } bucket)
                yield return PinnedRows.OfSchool(partition, new PinnedSchool(node.School, node.Name, bucket));
        }
        foreach (var (pinned, loaded) in _collections.Where(collection => collection.Pinned.Name != collection.Loaded.Name))
            yield return PinnedRows.OfCollection(partition, pinned with { Name = loaded.Name });
    }

    /// <summary>Of a node that answers itself, then as now; of another there is none to take over.</summary>
    private static int? PopulationOf((WaveNode Pinned, WaveNode Loaded) node) =>
        node.Pinned.Bucket is null || node.Loaded.Bucket is null ? node.Pinned.Population : node.Loaded.Population;

    private static string? TextOf(int? population) => population?.ToString(CultureInfo.InvariantCulture);
}

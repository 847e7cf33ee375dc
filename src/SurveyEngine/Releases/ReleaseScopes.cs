using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

namespace SurveyEngine.Releases;

/// <summary>What has figures in a release: the scopes of the tree, and parts of scopes that are none themselves.</summary>
internal sealed class ReleaseScopes
{
    private readonly List<int> _parents;
    private readonly List<ScopeLink> _links;
    private readonly List<long?> _populations;

    private readonly HashSet<string> _ids;

    /// <param name="nodes">In path order.</param>
    /// <param name="collections">Of the wave.</param>
    public ReleaseScopes(IReadOnlyList<WaveNode> nodes, IEnumerable<ScopeId> collections)
    {
        Nodes = nodes;
        _ids = [.. nodes.Select(node => node.Id.Value), .. collections.Select(id => id.Value)];
        var places = nodes.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index);
        _parents = [.. nodes.Select(node => node.Path.Count == 1 ? -1 : places[node.Path[^2]])];
        _links = [.. nodes.Select(node => new ScopeLink(node.Id, node.Name, node.Kind))];
        Parts = [.. nodes.Select(_ => new List<int>())];
        HasChildren = new bool[nodes.Count];
        var populations = new long?[nodes.Count];
        for (var node = nodes.Count - 1; node >= 0; node--)
        {
            // Null as soon as that of one school is unknown.
            if (nodes[node].Bucket is not null)
                populations[node] = HasChildren[node] ? populations[node] + nodes[node].Population : nodes[node].Population;
            if (_parents[node] is not (>= 0 and var parent))
                continue;
            populations[parent] = HasChildren[parent] ? populations[parent] + populations[node] : populations[node];
            HasChildren[parent] = true;
        }
        _populations = [.. populations];
    }

    public IReadOnlyList<WaveNode> Nodes { get; }

    /// <summary>Per node; parts make no difference.</summary>
    public bool[] HasChildren { get; }

    /// <summary>Per node its parts.</summary>
    public List<int>[] Parts { get; }

    public int Count => _parents.Count;

    public int[] Parents => [.. _parents];

    public int ParentOf(int scope) => _parents[scope];

    public ScopeLink LinkOf(int scope) => _links[scope];

    /// <summary>How many could answer; null: unknown, also if it is so of one school only.</summary>
    public long? PopulationOf(int scope) => _populations[scope];

    /// <summary>What has all of these schools: collections have a unit whole, or not at all.</summary>
    public IEnumerable<ScopeId> CollectionsOf(IEnumerable<int> schools) => schools
        .Select(node => Nodes[node].Collections.AsEnumerable())
        .Aggregate((common, next) => common.Intersect(next));

    /// <param name="node">What it is a part of.</param>
    /// <param name="part">Which.</param>
    /// <param name="schools">Of how many schools it is.</param>
    /// <param name="population">How many could answer; null: unknown.</param>
    /// <returns>The scope that it is.</returns>
    public int AddPart(int node, ScopePart part, int schools, long? population)
    {
        var name = part switch { ScopePart.SmallSchools => "small-schools", ScopePart.Late => "late", _ => "itself" };
        var id = $"{Nodes[node].Id}-{name}";
        // Ids are the tenant's to give, and this may be one of them.
        while (!_ids.Add(id))
            id += "-x";
        _parents.Add(node);
        _links.Add(new ScopeLink(new ScopeId(id), name, "part") { Part = part, Schools = schools });
        _populations.Add(population);
        Parts[node].Add(Count - 1);
        return Count - 1;
    }
}

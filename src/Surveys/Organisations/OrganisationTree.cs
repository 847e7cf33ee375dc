using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

namespace Surveys.Organisations;

/// <summary>
/// The organisations of one tenant: one root, unique ids, every parent there, schools as leaves. Lookups of an id that the
/// tree does not have throw <see cref="KeyNotFoundException"/>; test with <see cref="Contains"/> first.
/// </summary>
public sealed class OrganisationTree
{
    private readonly Dictionary<ScopeId, OrganisationNode> _nodes;
    private readonly Dictionary<ScopeId, Collection> _collections;

    /// <param name="nodes">Already held against the rules, in any order.</param>
    internal OrganisationTree(IEnumerable<OrganisationNode> nodes, IReadOnlyList<Collection> collections)
    {
        Nodes = [.. nodes.OrderBy(node => string.Join('!', node.Path), StringComparer.Ordinal)];
        Collections = collections;
        _nodes = Nodes.ToDictionary(node => node.Id);
        _collections = collections.ToDictionary(collection => collection.Id);
    }

    /// <summary>
    /// In path order: by the ids joined with <c>!</c>, which sorts below every character of an id. Parents come before
    /// children and every subtree is one run, as in storage.
    /// </summary>
    public IReadOnlyList<OrganisationNode> Nodes { get; }

    /// <summary>In file order.</summary>
    public IReadOnlyList<Collection> Collections { get; }

    /// <summary>The tree of these lines, or every problem of all of them at once.</summary>
    /// <remarks>Places are <c>line 7, column kind</c>; those of collections begin with <c>collections: </c>.</remarks>
    public static Reading<OrganisationTree, DefinitionProblem> Build(
        IReadOnlyList<OrganisationRow> rows, IReadOnlyList<CollectionRow> collections) =>
        OrganisationRules.Build(rows, collections, areComplete: true);

    /// <summary>
    /// What is wrong with these lines of files that have others which could not be read: nothing is said of a parent or a
    /// collection that only seems to be missing.
    /// </summary>
    public static IReadOnlyList<DefinitionProblem> Check(IReadOnlyList<OrganisationRow> rows, IReadOnlyList<CollectionRow> collections) =>
        OrganisationRules.Build(rows, collections, areComplete: false).Problems;

    /// <summary>Whether this is a node or a collection of the tenant.</summary>
    public bool Contains(ScopeId scope) => _nodes.ContainsKey(scope) || _collections.ContainsKey(scope);

    /// <summary>Null: no such node, though it may be a collection.</summary>
    public OrganisationNode? FindNode(ScopeId id) => _nodes.GetValueOrDefault(id);

    /// <summary>The node's own collections and those of all its ancestors, from the root down, each once.</summary>
    public IReadOnlyList<Collection> CollectionsOf(OrganisationNode node) =>
        [.. node.Path.SelectMany(id => _nodes[id].Collections).Distinct().Select(id => _collections[id])];

    /// <summary>
    /// The nodes that a survey of this audience is answered about, in path order: schools for families and staff, members
    /// at any level for a member survey.
    /// </summary>
    /// <param name="audience">Whose answers.</param>
    /// <param name="under">A node, with everything below it, or a collection; null: the whole tree.</param>
    public IReadOnlyList<OrganisationNode> RespondingNodes(Audience audience, ScopeId? under) =>
        [.. Nodes.Where(node => Answers(node, audience) && (under is null || IsIn(node, under.Value)))];

    /// <summary>What a wave pins when it opens: the responding nodes and all their ancestors up to the root, in path order.</summary>
    public IReadOnlyList<PinnedNode> Pin(Audience audience, ScopeId? under)
    {
        var responding = RespondingNodes(audience, under).Select(node => node.Id).ToHashSet();
        var kept = responding.SelectMany(id => _nodes[id].Path).ToHashSet();
        return [.. Nodes.Where(node => kept.Contains(node.Id)).Select(node => new PinnedNode(node, responding.Contains(node.Id)))];
    }

    private static bool Answers(OrganisationNode node, Audience audience) =>
        audience == Audience.Member ? node.MemberCategory is not null : node.Kind == OrganisationNode.SchoolKind;

    private bool IsIn(OrganisationNode node, ScopeId scope)
    {
        if (_collections.TryGetValue(scope, out var collection))
            return CollectionsOf(node).Contains(collection);
        return _nodes.ContainsKey(scope)
            ? node.Path.Contains(scope)
            : throw new KeyNotFoundException($"The tree has no '{scope}'.");
    }
}

/// <summary>A node of a wave.</summary>
/// <param name="Node">As it was when the wave opened.</param>
/// <param name="Answers">Responses are given about this node itself; false: it only gathers those of the nodes below it.</param>
public sealed record PinnedNode(OrganisationNode Node, bool Answers);

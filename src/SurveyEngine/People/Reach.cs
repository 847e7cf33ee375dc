using Surveys.Ids;
using Surveys.Organisations;

namespace SurveyEngine.People;

/// <summary>
/// What somebody may grant, and whom they may change: no more than their own role and scope, and nobody beside or above them. Who has a collection may
/// grant that alone: whoever has one of its schools sees more, what is above it.
/// </summary>
/// <param name="by">Who.</param>
/// <param name="tree">As it is loaded now; null: none is.</param>
public sealed class Reach(Person by, OrganisationTree? tree)
{
    /// <summary>What may be granted: nodes in path order, then collections. All of the tenant is not among them, but <see cref="HasAll"/>.</summary>
    public IEnumerable<ScopeId> Scopes => tree is null ? [] : tree.Nodes.Select(node => node.Id).Concat(tree.Collections.Select(collection => collection.Id)).Where(scope => IsWithin(scope));

    /// <summary>All of the tenant may be granted.</summary>
    public bool HasAll => by.Grant.Scope is null;

    public bool MayMakeKeys => by.Grant.Role is Role.Admin;

    /// <summary>Those that there are up to one's own.</summary>
    public IEnumerable<Role> Roles => Enum.GetValues<Role>().Where(role => role <= by.Grant.Role);

    public bool MayGrant(Grant grant) => grant.Role <= by.Grant.Role && IsWithin(grant.Scope) && (grant.Role is not Role.Admin || grant.Scope is null);

    /// <summary>An admin may change all, themselves too; a coordinator whoever may less than they do.</summary>
    public bool MayChange(Person person) => person.Tenant == by.Tenant
        && (by.Grant.Role is Role.Admin || (by.Grant.Role is Role.Coordinator && !person.IsProgram && MayGrant(person.Grant) && person.Grant != by.Grant));

    private bool IsWithin(ScopeId? scope)
    {
        if (by.Grant.Scope is not { } own)
            return scope is null || tree?.Contains(scope.Value) == true;
        return scope == own || (scope is { } asked && tree?.FindNode(asked)?.Path.Contains(own) == true);
    }
}

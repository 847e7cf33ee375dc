using Surveys.Ids;

namespace SurveyEngine.People;

/// <summary>What somebody may do in a tenant, each role with what those before it may.</summary>
public enum Role
{
    /// <summary>Sees released figures.</summary>
    Viewer,

    /// <summary>Runs surveys: participation, flags, links, opening and closing, people below.</summary>
    Coordinator,

    /// <summary>People, keys, deletion.</summary>
    Admin,
}

/// <param name="Role">What.</param>
/// <param name="Scope">A node of the tree with what is below it, or a collection; null: all of the tenant.</param>
public sealed record Grant(Role Role, ScopeId? Scope)
{
    public override string ToString() => $"{Role.ToString().ToLowerInvariant()} of {Scope?.Value ?? "all"}";
}

using Surveys.Ids;

namespace Surveys.Organisations;

/// <summary>A named set of schools across the tree, such as the schools of a county or of a coalition.</summary>
public sealed record Collection
{
    /// <summary>Unique within the tenant, nodes included.</summary>
    public required ScopeId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>A slug such as <c>county</c> or <c>coalition</c>.</summary>
    public required string Kind { get; init; }
}

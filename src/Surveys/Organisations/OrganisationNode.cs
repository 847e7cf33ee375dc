using Surveys.Ids;

namespace Surveys.Organisations;

/// <summary>One node of a tenant's organisation tree. What is null is unknown, never zero.</summary>
public sealed record OrganisationNode
{
    /// <summary>The ids from the root to this node, the node's own last. Ids are unique within the tenant, collections included.</summary>
    public required IReadOnlyList<ScopeId> Path { get; init; }

    public ScopeId Id => Path[^1];

    public required string Name { get; init; }

    /// <summary>A slug such as <c>network</c>, <c>cooperative</c>, <c>district</c>, <c>school</c>, <c>county-government</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind whose nodes family and staff surveys are about.</summary>
    public const string SchoolKind = "school";

    /// <summary>The category under which the node is itself a member (a slug); null: not a member.</summary>
    public string? MemberCategory { get; init; }

    /// <summary>Students enrolled.</summary>
    public int? Enrolment { get; init; }

    /// <summary>Households with an enrolled student.</summary>
    public int? Households { get; init; }

    /// <summary>Staff employed.</summary>
    public int? Staff { get; init; }

    public bool? TitleI { get; init; }

    /// <summary>Students on free or reduced lunch, whole percent.</summary>
    public int? ReducedLunchPercent { get; init; }

    /// <summary>English learners, whole percent.</summary>
    public int? EnglishLearnerPercent { get; init; }

    /// <summary>Languages spoken by families, most spoken first; BCP 47 tags.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Collections this node, and so every school below it, belongs to.</summary>
    public IReadOnlyList<ScopeId> Collections { get; init; } = [];
}

/// <summary>A named set of schools across the tree, such as the schools of a county or of a coalition.</summary>
public sealed record Collection
{
    /// <summary>Unique within the tenant, nodes included.</summary>
    public required ScopeId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>A slug such as <c>county</c> or <c>coalition</c>.</summary>
    public required string Kind { get; init; }
}

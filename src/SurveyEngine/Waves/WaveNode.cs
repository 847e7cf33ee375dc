using Surveys.Ids;

namespace SurveyEngine.Waves;

/// <summary>A node of the tree that a wave pinned, in the form the rollup streams.</summary>
public sealed record WaveNode
{
    /// <summary>From the wave's root to this node.</summary>
    public required IReadOnlyList<ScopeId> Path { get; init; }

    public ScopeId Id => Path[^1];

    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>Students, households or staff of this node alone, as the wave declares; null: unknown.</summary>
    public int? Population { get; init; }

    /// <summary>Where its own responses lie; null: it has none of its own.</summary>
    public int? Bucket { get; init; }

    public required IReadOnlyList<ScopeId> Collections { get; init; }
}

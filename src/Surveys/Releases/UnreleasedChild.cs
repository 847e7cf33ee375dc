using Surveys.Definitions;
using Surveys.Statistics;

namespace Surveys.Releases;

/// <summary>The topline of a child of a scope: a few numbers, so that a rollup's memory grows with depth and fan-out only.</summary>
public sealed record UnreleasedChild
{
    public required ScopeLink Scope { get; init; }

    public required long Responses { get; init; }

    /// <summary>Null: unknown.</summary>
    public long? Population { get; init; }

    /// <summary>Null if the survey has no overall item.</summary>
    public RateCounts? Headline { get; init; }

    public required RateCounts Survey { get; init; }
}

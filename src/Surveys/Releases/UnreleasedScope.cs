using Surveys.Statistics;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// Everything counted in one scope, before <see cref="ReleaseRules"/> decide what of it is shown. Never leaves the making of a release.
/// </summary>
public sealed record UnreleasedScope
{
    public required ScopeLink Scope { get; init; }

    /// <summary>From the root down to the parent; empty for the root and for collections.</summary>
    public required IReadOnlyList<ScopeLink> Parents { get; init; }

    public required string ReleaseId { get; init; }

    /// <summary>The moment whose answers are counted.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required TallyLayout Layout { get; init; }

    /// <summary>What was added less what was withdrawn, over all schools of the scope; as many cells as the layout.</summary>
    public required ReadOnlyMemory<long> Counts { get; init; }

    /// <summary>Students, households or staff, as the wave declares; null: unknown, also if it is so for one school only.</summary>
    public long? Population { get; init; }

    /// <summary>The wave's: fewer people than this are never shown.</summary>
    public required int MinimumCell { get; init; }

    /// <summary>In the order shown.</summary>
    public required IReadOnlyList<UnreleasedChild> Children { get; init; }

    /// <summary>What the parent keeps of this scope when its counts are added up and let go.</summary>
    public UnreleasedChild ToChild()
    {
        var counts = Counts.Span;
        return new UnreleasedChild(
            Scope,
            counts[Layout.ResponsesCell(TallyLayout.Everyone)],
            Population,
            FavorableRates.OfHeadline(Layout, counts, TallyLayout.Everyone),
            FavorableRates.OfSurvey(Layout, counts, TallyLayout.Everyone));
    }
}

/// <summary>The topline of a child of a scope: a few numbers, so that a release's memory grows with depth and fan-out only.</summary>
/// <param name="Population">Null: unknown.</param>
/// <param name="Headline">Null if the survey has no overall item.</param>
public sealed record UnreleasedChild(ScopeLink Scope, long Responses, long? Population, RateCounts? Headline, RateCounts Survey);

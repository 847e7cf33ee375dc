using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>All that the figures of a settled wave are sums of.</summary>
/// <param name="Layout">Of the wave.</param>
/// <param name="Parents">Per scope of the tree the one above it, which comes first; -1: the top.</param>
/// <param name="Units">Of scopes without any below them, at most one each.</param>
/// <param name="Read">The counts of a unit; what was returned last may be overwritten.</param>
public sealed record ReleasedCube(TallyLayout Layout, int[] Parents, IReadOnlyList<ReleasedUnit> Units, Func<ReleasedUnit, long[]> Read)
{
    /// <summary>Per collection the scopes of the units in it. As scopes they come after those of the tree.</summary>
    public IReadOnlyList<int[]> Collections { get; init; } = [];

    /// <summary>Those of the tree and collections.</summary>
    public int Scopes => Parents.Length + Collections.Count;
}

/// <summary>
/// What adds up to every figure of a release: a school, or several that are told as one. Its counts are those of its block, whole.
/// </summary>
/// <param name="Scope">Where it is in the tree; it has no scopes below it.</param>
public sealed record ReleasedUnit(int Scope)
{
    /// <summary>What is told while the wave is open was told of it, so that it stays told.</summary>
    public bool WasTold { get; init; }

    /// <summary>Each headline whose neutral and unfavorable classes were told, the last one last; empty: they never were.</summary>
    public IReadOnlyList<MeasureCounts> ToldHeadlines { get; init; } = [];
}

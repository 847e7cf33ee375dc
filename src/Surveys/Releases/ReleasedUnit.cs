namespace Surveys.Releases;

/// <summary>
/// What adds up to every figure of a release: a school, or several that are told as one. Its counts are those of its block, whole.
/// </summary>
/// <param name="Scope">Where it is in the tree; it has no scopes below it.</param>
public sealed record ReleasedUnit(int Scope)
{
    /// <summary>What is told while the wave is open was told of it, so that it stays told.</summary>
    public bool WasTold { get; init; }

    /// <summary>The headline as of when its neutral and unfavorable classes were last told; null: they never were.</summary>
    public MeasureCounts? ToldHeadline { get; init; }
}

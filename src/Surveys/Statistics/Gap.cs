namespace Surveys.Statistics;

/// <summary>A difference that a view shows.</summary>
/// <param name="Difference">Of the two rates.</param>
/// <param name="IsCalled">It may be called a gap: its interval excludes 0, and its test holds among all that the view shows.</param>
public readonly record struct Gap(RateDifference Difference, bool IsCalled)
{
    /// <param name="rates">All that are compared in one view: of more of them each has to be clearer.</param>
    /// <returns>In the same order.</returns>
    public static IReadOnlyList<Gap> OfView(IReadOnlyList<(RateEstimate First, RateEstimate Second)> rates)
    {
        var differences = rates.Select(pair => RateDifference.Of(pair.First, pair.Second)).ToList();
        var holds = Holm.Rejects([.. differences.Select(difference => difference.PValue)]);
        return [.. differences.Zip(holds, (difference, isHeld) => new Gap(difference, isHeld && difference is { Low: > 0 } or { High: < 0 }))];
    }
}

using Surveys.Definitions;

namespace Surveys.Statistics;

/// <summary>Responses ÷ those who could respond.</summary>
/// <param name="WholePercent">
/// Above 100 where more responded than the population says, as when it counts households and both parents answer.
/// </param>
/// <param name="IsLow">Under 20% (families) or 50% (staff, members), by the exact rate. It flags, it does not hide.</param>
/// <remarks>The thresholds are those of 5Essentials.</remarks>
public readonly record struct ResponseRate(int WholePercent, bool IsLow)
{
    /// <returns>Null if the population is unknown or nobody: never 100%.</returns>
    public static ResponseRate? Of(long responses, long? population, Audience audience)
    {
        if (population is not > 0)
            return null;
        var low = audience is Audience.Family ? 20 : 50;
        return new ResponseRate(Percent.Whole(responses, population.Value), (Int128)responses * 100 < (Int128)population.Value * low);
    }
}

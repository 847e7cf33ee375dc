using Surveys.Readings;

namespace Surveys.Definitions;

/// <summary>Between which moments a wave that is open takes answers, in UTC.</summary>
/// <param name="OpensAt">Null: from its opening on.</param>
/// <param name="ClosesAt">Null: until somebody closes it.</param>
public sealed record WaveTimes(DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)
{
    /// <param name="wave">Says them by the clocks of its tenant.</param>
    /// <param name="zone">Of the tenant.</param>
    /// <returns>Or every problem, at <c>/opensAt</c> and <c>/closesAt</c>.</returns>
    public static Reading<WaveTimes, DefinitionProblem> Read(WaveDefinition wave, TimeZoneInfo zone)
    {
        var (opensAt, closesAt) = (wave.OpensAt, wave.ClosesAt);
        var (opens, closes) = (opensAt?.In(zone), closesAt?.In(zone));
        var problems = new ProblemList();
        foreach (var (place, reading) in new[] { ("/opensAt", opens), ("/closesAt", closes) })
        {
            foreach (var problem in reading?.Problems ?? [])
                problems.Add(place, problem);
        }
        if (problems.IsEmpty && closes?.Value <= opens?.Value)
            problems.Add("/closesAt", $"It would close at {closesAt}, and open only at {opensAt}: let it close later.");
        return problems.IsEmpty ? new WaveTimes(opens?.Value, closes?.Value) : Reading<WaveTimes, DefinitionProblem>.Failed(problems.All);
    }
}

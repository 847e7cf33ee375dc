using SurveyEngine.Keys;

namespace SurveyEngine.Intake;

/// <summary>A partition gets more than its store takes, or its store is slow. For an operator; it tells nothing of any response.</summary>
/// <param name="Waiting">Changes that wait for a commit to begin.</param>
/// <param name="Commit">How long the latest commit took, or the present one has taken so far.</param>
/// <param name="TurnedAway">Changes that were told to come back since the last report of this partition.</param>
public sealed record LaneStrain(ResponsesPartition Partition, int Waiting, TimeSpan Commit, int TurnedAway);

using Surveyctl.Answering;

using SurveyEngine.Waves;

namespace Replay;

/// <summary>What the replay of one group did and found.</summary>
/// <param name="FoldedAfter">From the last answer of the app until nothing was pending.</param>
/// <param name="Release">Null: the wave stays open.</param>
internal sealed record ReplayedGroup(
    Wave Wave, PublishedGroup Published, SentResponses Sent, TimeSpan FoldedAfter, GroupComparison Comparison, ReleaseComparison? Release)
{
    public bool IsRight => Comparison.IsRight && Release is not { Figures.Differences.Count: > 0 };

    public string Name => ReplaySurvey.NameOf(Published.Audience);
}

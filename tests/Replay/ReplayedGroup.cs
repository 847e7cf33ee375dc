using Surveyctl.Answering;

using SurveyEngine.Waves;

namespace Replay;

/// <summary>What the replay of one group did and found.</summary>
/// <param name="FoldedAfter">From the last answer of the app until nothing was pending.</param>
internal sealed record ReplayedGroup(Wave Wave, PublishedGroup Published, SentResponses Sent, TimeSpan FoldedAfter, GroupComparison Comparison)
{
    public string Name => ReplaySurvey.NameOf(Published.Audience);
}

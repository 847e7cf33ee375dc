using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>Keys of <c>Results</c>: a partition per wave with the releases and the pointer, and one per release and scope.</summary>
public static class ResultsKeys
{
    /// <summary>The pointer every reader follows.</summary>
    public const string Latest = "latest";

    /// <summary>Everything a page shows of the scope, compact.</summary>
    public const string Page = "page";

    public const string Topline = "topline";

    /// <summary>One row per release that was published.</summary>
    public static readonly RowRange Releases = RowRange.Prefix("release!");

    public static string WavePartition(TenantId tenant, WaveId wave) => $"{tenant}!{wave}";

    public static string ScopePartition(TenantId tenant, WaveId wave, string releaseId, ScopeId scope) =>
        $"{tenant}!{wave}!{releaseId}!{scope}";

    public static string Release(string releaseId) => $"release!{releaseId}";

    public static string Topic(string topicId) => $"topic!{topicId}";

    public static string Item(string itemId) => $"item!{itemId}";
}

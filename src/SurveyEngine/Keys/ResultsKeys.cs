using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>
/// Keys of <c>Results</c>: a partition per wave with the releases and the pointer, and one per release and scope. <c>Pages</c> has the latter
/// too, each with the one row <see cref="Page"/>.
/// </summary>
public static class ResultsKeys
{
    /// <summary>The pointer every reader follows.</summary>
    public const string Latest = "latest";

    /// <summary>Everything a page shows of the scope, compact. Releases of earlier versions have it in <c>Results</c>.</summary>
    public const string Page = "page";

    public const string Topline = "topline";

    /// <summary>One row per release that was published.</summary>
    public static readonly RowRange Releases = RowRange.Prefix("release!");

    public static string WavePartition(TenantId tenant, WaveId wave) => $"{tenant}!{wave}";

    public static string ScopePartition(TenantId tenant, WaveId wave, string releaseId, ScopeId scope) =>
        $"{tenant}!{wave}!{releaseId}!{scope}";

    /// <summary>The partitions of all scopes of a release.</summary>
    public static RowRange ScopePartitions(TenantId tenant, WaveId wave, string releaseId) => RowRange.Prefix($"{tenant}!{wave}!{releaseId}!");

    /// <summary>Those of all releases that were made before this one: ids sort by time.</summary>
    public static RowRange ScopePartitionsBefore(TenantId tenant, WaveId wave, string releaseId) => new($"{tenant}!{wave}!", $"{tenant}!{wave}!{releaseId}!");

    public static string Release(string releaseId) => $"release!{releaseId}";

    public static string Topic(string topicId) => $"topic!{topicId}";

    public static string Item(string itemId) => $"item!{itemId}";

    public static string Answer(string itemId, string answer) => $"answer!{itemId}!{answer}";

    /// <summary>With it begin the keys of all that is told of those who gave one answer to a group item.</summary>
    /// <param name="optionId">Null: who gave none.</param>
    public static string Group(string itemId, string? optionId) => $"group!{itemId}!{optionId}";
}

using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>
/// Keys of <c>Blocks</c>: the partitions are those of responses, and one more for what is of several buckets. A row is of one release, so that
/// two that are made at once never meet.
/// </summary>
public static class BlocksKeys
{
    /// <summary>Which schools are told as one.</summary>
    public const string SmallSchools = "small-schools";

    /// <summary>Which schools' answers are not all in the figures of a settled wave.</summary>
    public const string LeftOut = "left-out";

    private const string Shared = "shared";

    public static string SharedPartition(TenantId tenant, WaveId wave) => $"{tenant}!{wave}!{Shared}";

    /// <summary>Of the one scope, whatever is told of it as one.</summary>
    public static string School(ScopeId school) => $"school!{school}";

    public static string Pool(ScopeId scope) => $"pool!{scope}";

    /// <param name="unit">What the block is of.</param>
    /// <param name="releaseId">That froze it.</param>
    public static string Row(string unit, string releaseId) => $"{unit}!{releaseId}";

    /// <summary>What the row is of, and the release that froze it.</summary>
    public static (string Unit, string ReleaseId) Read(string rowKey) =>
        rowKey.LastIndexOf('!') is var end && end >= 0 ? (rowKey[..end], rowKey[(end + 1)..]) : throw new FormatException($"'{rowKey}' is no key of a block.");
}

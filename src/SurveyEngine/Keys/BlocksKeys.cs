using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>
/// Keys of <c>Blocks</c>: the partitions are those of responses, one more for what is of several buckets, and one for decisions about flags. A row
/// is of one release, so that two that are made at once never meet; one of a decision is of a school's lot.
/// </summary>
public static class BlocksKeys
{
    /// <summary>Which schools are told as one.</summary>
    public const string SmallSchools = "small-schools";

    /// <summary>What a partition had when its responses were last looked at for flags, and how many of each school were left out.</summary>
    public const string Flags = "flags";

    public static readonly RowRange OfFlags = RowRange.Prefix($"{Flags}!");

    /// <summary>Which schools' answers are not all in the figures of a settled wave.</summary>
    public const string LeftOut = "left-out";

    private const string Shared = "shared";

    public static string SharedPartition(TenantId tenant, WaveId wave) => $"{tenant}!{wave}!{Shared}";

    /// <summary>Of decisions, which are of one opening: another wave may have the id of one that was deleted. Releases never write here.</summary>
    public static string DecisionsPartition(TenantId tenant, WaveId wave, string opening) => $"{tenant}!{wave}!{opening}!{Flags}";

    /// <param name="lot">1, 2, 3 … in the order in which they were decided.</param>
    public static string Decision(SchoolId school, int lot) => $"{school}!{lot:D6}";

    public static SchoolId SchoolOfDecision(string rowKey) => new(rowKey[..rowKey.IndexOf('!', StringComparison.Ordinal)]);

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

using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>
/// Keys of <c>Waves</c>: one partition per wave, one for what it pinned, and one index partition that tells which tenant a
/// wave id belongs to. The index cannot collide with a wave's partition, which always has a <c>!</c>.
/// </summary>
public static class WavesKeys
{
    public const string IndexPartition = "index";
    public const string Wave = "wave";

    /// <summary>Pinned nodes in path order: a parent, then its subtree.</summary>
    public static readonly RowRange Nodes = RowRange.Prefix("node!");
    public static readonly RowRange Schools = RowRange.Prefix("school!");
    public static readonly RowRange Collections = RowRange.Prefix("collection!");

    public static string Partition(TenantId tenant, WaveId wave) => $"{tenant}!{wave}";

    /// <summary>The id of the wave whose <see cref="Partition"/> this is.</summary>
    public static string WaveOf(string partition) => partition.Split('!')[1];

    /// <summary>Every attempt to open a wave pins in a partition of its own; the wave's row names the one that counts.</summary>
    public static string Pinned(TenantId tenant, WaveId wave, string opening) => $"{tenant}!{wave}!{opening}";

    public static string Node(IEnumerable<ScopeId> path) => "node!" + string.Join('!', path);

    public static string Collection(ScopeId id) => $"collection!{id}";

    /// <summary>Where intake looks up a school's bucket by id alone.</summary>
    public static string School(SchoolId id) => $"school!{id}";
}

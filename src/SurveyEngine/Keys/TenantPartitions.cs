using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>
/// What the keys of <c>Waves</c>, <c>Responses</c>, <c>Blocks</c>, <c>Results</c> and <c>Pages</c> have in common: a partition begins with its tenant and wave.
/// </summary>
public static class TenantPartitions
{
    private const char Separator = '!';

    /// <summary>Those of this tenant in any of these tables. The separator belongs to it: no other tenant's id has it.</summary>
    public static RowRange Of(TenantId tenant) => RowRange.Prefix($"{tenant}{Separator}");

    /// <summary>Those of this wave: its own partition and those whose keys go on behind it.</summary>
    public static RowRange Of(TenantId tenant, WaveId wave) => RowRange.Prefix($"{tenant}{Separator}{wave}{Separator}") with { From = $"{tenant}{Separator}{wave}" };

    /// <summary>The key of the wave's own partition, with which this one begins; null: it is of no wave.</summary>
    public static string? WaveOf(string partitionKey)
    {
        var first = partitionKey.IndexOf(Separator, StringComparison.Ordinal);
        if (first < 0)
            return null;
        var second = partitionKey.IndexOf(Separator, first + 1);
        return second < 0 ? partitionKey : partitionKey[..second];
    }

    /// <summary>Where to look for the partition after this one: above it, and not above any other.</summary>
    public static string After(string partitionKey) => partitionKey + Separator;
}

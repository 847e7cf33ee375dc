using System.Globalization;

using Surveys.Ids;

namespace SurveyEngine.Keys;

/// <summary>A partition of <c>Responses</c>: one bucket of at most 50 schools of one wave.</summary>
public readonly record struct ResponsesPartition(TenantId Tenant, WaveId Wave, int Bucket)
{
    /// <summary>A bucket number is 14 bits of a receipt.</summary>
    public const int MaxBuckets = 1 << 14;

    public string Key => $"{Tenant}!{Wave}!{Bucket:D5}";

    public static bool TryParse(string? key, out ResponsesPartition partition)
    {
        partition = default;
        var parts = key?.Split('!');
        if (parts is not { Length: 3 }
            || !TenantId.TryParse(parts[0], out var tenant)
            || !WaveId.TryParse(parts[1], out var wave)
            || parts[2].Length != 5
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var bucket)
            || bucket >= MaxBuckets)
        {
            return false;
        }
        partition = new ResponsesPartition(tenant, wave, bucket);
        return true;
    }

    public override string ToString() => Key;
}

/// <summary>
/// Row keys of <c>Responses</c>. Pending batches and tallies sort next to each other and before the responses, so that a
/// fold is one range read.
/// </summary>
public static class ResponsesKeys
{
    private const string BatchPrefix = "batch!";
    private const string CountPrefix = "count!";
    private const string ResponsePrefix = "resp!";

    public static readonly RowRange Batches = RowRange.Prefix(BatchPrefix);
    public static readonly RowRange Counts = RowRange.Prefix(CountPrefix);
    public static readonly RowRange BatchesAndCounts = new(Batches.From, Counts.To);
    public static readonly RowRange Responses = RowRange.Prefix(ResponsePrefix);

    public static string Batch(string batchId) => BatchPrefix + batchId;

    public static bool IsBatch(string rowKey) => rowKey.StartsWith(BatchPrefix, StringComparison.Ordinal);

    public static bool IsResponse(string rowKey) => rowKey.StartsWith(ResponsePrefix, StringComparison.Ordinal);

    public static string Count(SchoolId school) => CountPrefix + school.Value;

    public static SchoolId SchoolOfCount(string rowKey) => new(rowKey[CountPrefix.Length..]);

    public static string Response(ResponseId id) => ResponsePrefix + id.ToKey();
}

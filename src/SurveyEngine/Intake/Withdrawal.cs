using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyEngine.Intake;

/// <summary>A receipt's wish that its response be forgotten.</summary>
/// <param name="wave">Of the page that the receipt was typed into; the receipt itself does not tell it.</param>
/// <param name="bucket">Of the receipt: less than <see cref="Wave.Buckets"/>.</param>
/// <param name="id">Of the receipt.</param>
public sealed class Withdrawal(Wave wave, int bucket, ResponseId id)
{
    public Wave Wave { get; } = wave;

    public ResponsesPartition Partition { get; } =
        bucket >= 0 && bucket < wave.Buckets
            ? new(wave.Tenant, wave.Id, bucket)
            : throw new ArgumentOutOfRangeException(nameof(bucket), bucket, $"The wave has {wave.Buckets} buckets.");

    public ResponseId Id { get; } = id;
}

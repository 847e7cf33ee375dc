using SurveyEngine.Verification;

namespace Surveyctl.Recounting;

/// <param name="Count">Null: a row is damaged.</param>
/// <param name="Damage">What is wrong with it; null: nothing.</param>
internal sealed record VerifiedPartition(ResponsesPartition Partition, PartitionVerification? Count, string? Damage)
{
    public bool IsRight => Count is { Discrepancies.Count: 0 };
}

/// <summary>Recounts every response of some waves, partition by partition. A damaged row is a finding, and the rest is recounted.</summary>
internal static class RecountWaves
{
    public static async Task<IReadOnlyList<VerifiedPartition>> RunAsync(
        VerifyWave verify, IReadOnlyList<Wave> waves, Steps steps, CancellationToken cancellationToken)
    {
        var verified = new List<VerifiedPartition>();
        using var step = steps.Begin("Recounting", waves.Sum(wave => wave.Buckets));
        foreach (var wave in waves)
        {
            foreach (var partition in wave.Partitions)
            {
                verified.Add(await VerifyAsync(partition, () => verify.VerifyAsync(wave, partition, cancellationToken)));
                step.Advance();
            }
        }
        return verified;
    }

    private static async Task<VerifiedPartition> VerifyAsync(ResponsesPartition partition, Func<Task<PartitionVerification>> verify)
    {
        try
        {
            return new VerifiedPartition(partition, await verify(), null);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or FormatException)
        {
            return new VerifiedPartition(partition, null, damaged.Message);
        }
    }
}

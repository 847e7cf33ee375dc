using SurveyEngine.Waves;

namespace Benchmarks.Running;

/// <summary>What the product does with a whole wave, partition after partition, as one worker does it.</summary>
internal static class EnginePasses
{
    /// <returns>Responses folded.</returns>
    public static async Task<long> FoldAsync(Engine engine, Wave wave)
    {
        var folded = 0L;
        foreach (var partition in wave.Partitions)
            folded += await engine.Fold.FoldAsync(partition, CancellationToken.None);
        return folded;
    }

    /// <returns>Responses recounted, in a wave whose figures are right.</returns>
    public static async Task<long> VerifyAsync(Engine engine, Wave wave)
    {
        var responses = 0L;
        foreach (var partition in wave.Partitions)
        {
            var verification = await engine.Verify.VerifyAsync(wave, partition, CancellationToken.None);
            if (verification.Discrepancies.Count > 0)
                throw new InvalidOperationException($"{partition} does not add up.");
            responses += verification.Responses;
        }
        return responses;
    }
}

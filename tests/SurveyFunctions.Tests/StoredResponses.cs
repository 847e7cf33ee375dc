using SurveyEngine.Keys;

using TestSupport.Waves;

namespace SurveyFunctions.Tests;

/// <summary>What the tables hold of a wave, read past the app.</summary>
internal static class StoredResponses
{
    /// <summary>The row keys of all responses; in every partition rows, tallies and pending batches add up.</summary>
    public static async Task<IReadOnlyList<string>> VerifiedAsync(Engine engine, TestWave wave)
    {
        var keys = new List<string>();
        var range = ResponsesKeys.Responses;
        foreach (var partition in wave.Wave.Partitions)
        {
            var verified = await engine.Verify.VerifyAsync(wave.Wave, partition, CancellationToken.None);
            Assert.Empty(verified.Discrepancies);
            await foreach (var row in engine.Tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, CancellationToken.None))
            {
                keys.Add(row.RowKey);
            }
        }
        return keys;
    }
}

using Storms.Stores;

using Surveys.Ids;

using SurveyStorage;

namespace Storms.Copies;

/// <summary>Folds and releases, over and over.</summary>
internal static class KeepFolding
{
    /// <param name="begins">Called when the wave is known and the first fold begins.</param>
    public static async Task UntilAsync(Task ended, string address, string tenant, string waveId, Action begins)
    {
        using var storage = OpenStore.At(address);
        using var engine = new Engine(storage.Tables, storage.Queues);
        var hasBegun = false;
        while (!ended.IsCompleted)
        {
            try
            {
                var wave = await engine.Waves.RequireAsync(new TenantId(tenant), new WaveId(waveId), CancellationToken.None);
                if (!hasBegun)
                    begins();
                hasBegun = true;
                foreach (var partition in wave.Partitions)
                    await engine.Fold.FoldAsync(partition, CancellationToken.None);
                await engine.FoldAll.FoldAsync(CancellationToken.None);
                await engine.Release.RunAsync(wave, CancellationToken.None);
            }
            catch (Exception failure) when (
                failure is StoreUnavailableException
                || failure is AggregateException several && several.InnerExceptions.All(one => one is StoreUnavailableException))
            {
                // The storm's doing.
            }
        }
    }
}

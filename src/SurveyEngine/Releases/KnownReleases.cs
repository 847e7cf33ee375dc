using System.Collections.Concurrent;

using SurveyEngine.Waves;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// Whether there are results of a wave to lead somebody to. A wave that has a release has one for good; of one that has none this is asked
/// again after as long as its state lives, so that pages cost no read.
/// </summary>
public sealed class KnownReleases(ReadResults results, TimeProvider time)
{
    /// <summary>By opening, as another wave may have the id of one that was deleted. Null: it has one; else when it was known to have none.</summary>
    private readonly ConcurrentDictionary<string, long?> _waves = new();

    private readonly SharedReads<string, string?> _reads = new(time);

    /// <summary>False if the storage cannot say: nobody needs to be led there.</summary>
    public async ValueTask<bool> HasOneAsync(Wave wave, CancellationToken cancellationToken)
    {
        if (wave.State == WaveState.Draft)
            return false;
        if (_waves.TryGetValue(wave.Opening, out var none) && (none is not { } readAt || time.GetElapsedTime(readAt) < WaveCache.StateLifetime))
            return none is null;
        try
        {
            // Before the read, and before it ends: who asks meanwhile is told that there is none yet.
            _waves[wave.Opening] = time.GetTimestamp();
            var hasOne = await _reads.ReadAsync(wave.Opening, () => results.FindReleaseAsync(wave, CancellationToken.None), cancellationToken) is not null;
            if (hasOne)
                _waves[wave.Opening] = null;
            return hasOne;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}

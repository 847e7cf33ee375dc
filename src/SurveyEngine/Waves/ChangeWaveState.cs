using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>Closes a wave, and settles it when nothing can come in any more.</summary>
public sealed class ChangeWaveState(ITableStore tables, WaveCache cache, TimeProvider time)
{
    /// <summary>
    /// From the moment a submission or withdrawal is handed over, it is in the store after this long or never: a closing wave waits
    /// for it before it settles.
    /// </summary>
    public static readonly TimeSpan LongestAcceptance = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Longer than any cached state lives plus the longest acceptance: late commits still land. Who closes and who settles
    /// may be different machines, so the difference of clocks that the storage service puts up with (15 minutes) is added.
    /// </summary>
    public static readonly TimeSpan ClosingTime =
        WaveCache.StateLifetime + LongestAcceptance + TimeSpan.FromMinutes(16);

    /// <summary>False: it was not open.</summary>
    public Task<bool> CloseAsync(Wave wave, CancellationToken cancellationToken) =>
        ChangeAsync(wave, WaveState.Open, WaveState.Closing, cancellationToken);

    /// <summary>Whether the wave has been closing for so long that no response can come in any more.</summary>
    public bool IsDueToSettle(Wave wave) => wave.State == WaveState.Closing && time.GetUtcNow() >= wave.ClosingAt + ClosingTime;

    /// <summary>Of a wave that <see cref="IsDueToSettle"/>, after everything was folded. False: it was settled already.</summary>
    public Task<bool> SettleAsync(Wave wave, CancellationToken cancellationToken) =>
        ChangeAsync(wave, WaveState.Closing, WaveState.Settled, cancellationToken);

    private async Task<bool> ChangeAsync(Wave wave, WaveState from, WaveState to, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(
            StoreNames.Waves, WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave, cancellationToken);
        if (row is null || WaveRow.StateOf(row) != from)
            return false;
        var changed = WaveRow.With(row, to, time.GetUtcNow());
        var result = await tables.CommitAsync(
            StoreNames.Waves,
            [new RowChange(RowChangeType.UpdateReplace, changed, row.ETag)],
            cancellationToken);
        cache.Forget(wave.Id);
        if (result is CommitResult.Committed)
            return true;
        // A retry below us meets the row that its own first try changed.
        var current = await tables.GetAsync(StoreNames.Waves, row.PartitionKey, row.RowKey, cancellationToken);
        return current is not null && WaveRow.StateOf(current) == to;
    }
}

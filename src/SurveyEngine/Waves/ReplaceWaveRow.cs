using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>Everything that happens to a wave after its opening is one replacement of its row, by the ETag of what was judged.</summary>
internal sealed class ReplaceWaveRow(ITableStore tables, WaveCache cache)
{
    /// <summary>Judges the row as it is now, and again if somebody else replaced it meanwhile.</summary>
    /// <param name="change">The row that is to be in its place; null: as it is it stays.</param>
    /// <returns>The row in its place; null: nothing was changed by this, or there is no such wave.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot say. Doing it again is safe.</exception>
    /// <exception cref="InvalidDataException">The store does not take the row.</exception>
    public async Task<TableRow?> RunAsync(
        TenantId tenant, WaveId wave, Func<TableRow, TableRow?> change, CancellationToken cancellationToken)
    {
        TableRow? tried = null;
        while (true)
        {
            var row = await tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(tenant, wave), WavesKeys.Wave, cancellationToken);
            if (row is null)
                return null;
            // A retry below us meets the row that its own first try replaced.
            if (tried?.HasSameProperties(row) == true)
                return row;
            if (change(row) is not { } changed)
                return null;
            tried = changed;
            var result = await tables.CommitAsync(
                StoreNames.Waves, [new RowChange(RowChangeType.UpdateReplace, changed, row.ETag)], cancellationToken);
            cache.Forget(wave);
            if (result is CommitResult.Committed)
                return changed;
            if (result is CommitResult.Refused { Refusal: CommitRefusal.Invalid })
                throw new InvalidDataException($"The store does not take the changed row of wave {wave}.");
        }
    }
}

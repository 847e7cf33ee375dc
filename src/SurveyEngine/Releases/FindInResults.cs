using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>What a receipt is told once its wave has settled: whether its answers are in the figures, those among it that are hidden.</summary>
public sealed class FindInResults(ITableStore tables)
{
    /// <param name="submission">That is stored.</param>
    /// <returns>
    /// False: it came after the last figures of its school, in or after that hour, as no more of its time is stored, or too few answered there.
    /// Null: the wave has not its last release yet, or has it of a version that did not note this.
    /// </returns>
    public async Task<bool?> FindAsync(Wave wave, Submission submission, CancellationToken cancellationToken)
    {
        if (wave.State is not WaveState.Settled
            || await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken) is not { } latest
            || ReleaseRow.AsOfOf(wave, latest) is null)
            return null;
        var shared = BlocksKeys.SharedPartition(wave.Tenant, wave.Id);
        var row = await tables.GetAsync(StoreNames.Blocks, shared, BlocksKeys.Row(BlocksKeys.LeftOut, latest.GetString(ReleaseRow.ReleaseId)!), cancellationToken);
        if (row is null)
            return null;
        if (!FrozenRows.ReadText(row).TryGetValue(submission.School.Value, out var block))
            return true;
        var response = await tables.GetAsync(StoreNames.Responses, submission.Partition.Key, ResponsesKeys.Response(submission.Id), cancellationToken);
        return block.Length > 0 && response?.GetDateTimeOffset(ResponseRow.Received) is { } hour && hour.AddHours(1) <= ReleaseWriter.TimeOf(block);
    }
}

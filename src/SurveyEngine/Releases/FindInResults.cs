using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>What a receipt is told once its wave has settled: whether its answers are in the figures, those among it that are hidden.</summary>
public sealed class FindInResults(ITableStore tables, AcceptResponses accept)
{
    /// <summary>Of a response, or the one that stands in its place.</summary>
    /// <returns>
    /// False: it came after the last figures of its school, in or after that hour, as no more of its time is stored, or too few answered there, or
    /// it never came. Null: the wave has not its last release yet, or has it of a version that did not note this; or some answers of its school are
    /// left out as flagged, and which is not kept.
    /// </returns>
    public async Task<bool?> FindAsync(Wave wave, ResponsesPartition partition, ResponseId id, CancellationToken cancellationToken)
    {
        if (wave.State is not WaveState.Settled
            || await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken) is not { } latest
            || ReleaseRow.AsOfOf(wave, latest) is null)
            return null;
        var shared = BlocksKeys.SharedPartition(wave.Tenant, wave.Id);
        var noted = await tables.GetAsync(StoreNames.Blocks, shared, BlocksKeys.Row(BlocksKeys.LeftOut, latest.GetString(ReleaseRow.ReleaseId)!), cancellationToken);
        if (noted is null)
            return null;
        if (await accept.FindStandingAsync(partition, id, cancellationToken) is not { } response
            || response.GetString(ResponseRow.School) is not { } school
            || response.GetDateTimeOffset(ResponseRow.Received) is not { } hour)
            return false;
        if (!FrozenRows.ReadText(noted).TryGetValue(school, out var block))
            return true;
        return block == BlocksKeys.Flags ? null : block.Length > 0 && hour.AddHours(1) <= ReleaseWriter.TimeOf(block);
    }
}

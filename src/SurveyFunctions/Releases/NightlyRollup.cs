using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

namespace SurveyFunctions.Releases;

/// <summary>
/// Timer-triggered: every night a new release of every wave that has not settled, and at any hour the last one of a wave that has, if the
/// sweep that settled it (<see cref="Folding.FoldPendingBatches"/>) could not make it. The timer fires every hour, as it knows UTC alone, and
/// a wave is due while it has no release since the last night (<see cref="ReleaseSchedule"/>): one that failed is so tried again after an
/// hour, and a timer that fires twice, or late, makes nothing twice. What superseded releases left goes in time (<see cref="RemoveSuperseded"/>).
/// </summary>
public sealed class NightlyRollup(
    WaveIndex index, PublishReleases publish, ReleaseWave releaseWave, RemoveSuperseded superseded, ReleaseSchedule schedule, TimeProvider time)
{
    public const string Schedule = "0 0 * * * *";

    /// <exception cref="AggregateException">Some waves failed; the others have their release.</exception>
    [Function(nameof(NightlyRollup))]
    public async Task RunAsync([TimerTrigger(Schedule, UseMonitor = true)] TimerInfo? timer, CancellationToken cancellationToken)
    {
        var night = schedule.LastBefore(time.GetUtcNow());
        var all = await index.ListAsync(cancellationToken);
        try
        {
            await publish.RunAsync(all.Select(entry => entry.Wave), wave => releaseWave.IsDueAsync(wave, night, cancellationToken), cancellationToken);
        }
        finally
        {
            // Also of waves that have settled, and if the release of one failed.
            foreach (var (wave, tenant) in all)
                await superseded.RunAsync(tenant, wave, cancellationToken);
        }
    }
}

using Microsoft.Azure.Functions.Worker;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

namespace SurveyFunctions.Releases;

/// <summary>
/// Timer-triggered: every night a new release of every wave that is not settled, or that settled without one since. The timer fires
/// every hour, as it knows UTC alone, and a wave is due while it has no release since the last night (<see cref="ReleaseSchedule"/>): one
/// that failed is so tried again after an hour, and a timer that fires twice, or late, makes nothing twice.
/// </summary>
public sealed partial class NightlyRollup(
    WaveIndex index, WaveCache waves, ReleaseWave releaseWave, ReleaseSchedule schedule, TimeProvider time, ILogger<NightlyRollup> logger)
{
    public const string Schedule = "0 0 * * * *";

    /// <exception cref="AggregateException">Some waves failed; the others have their release.</exception>
    [Function(nameof(NightlyRollup))]
    public async Task RunAsync([TimerTrigger(Schedule, UseMonitor = true)] TimerInfo? timer, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        var night = schedule.LastBefore(time.GetUtcNow());
        foreach (var (id, _) in await index.ListAsync(cancellationToken))
        {
            try
            {
                if (await waves.FindAsync(id, cancellationToken) is { } wave && await releaseWave.IsDueAsync(wave, night, cancellationToken))
                    await RunAsync(wave, cancellationToken);
            }
            catch (ReleaseRefusedException refused)
            {
                Log.Refused(logger, id.Value, refused.Message);
                failures.Add(refused);
            }
#pragma warning disable CA1031 // One wave's failure must not cost the others their release; all are thrown at the end.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.Failed(logger, id.Value, failure);
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private async Task RunAsync(Wave wave, CancellationToken cancellationToken)
    {
        if (await releaseWave.RunAsync(wave, cancellationToken) is { } release)
            Log.Released(logger, release.Id, wave.Id.Value, release.Scopes);
        else
            Log.GaveWay(logger, wave.Id.Value);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Published release {Release} of wave {Wave}: {Scopes} scopes.")]
        public static partial void Released(ILogger logger, string release, string wave, int scopes);

        [LoggerMessage(2, LogLevel.Information, "Another rollup of wave {Wave} published first; this one gave way.")]
        public static partial void GaveWay(ILogger logger, string wave);

        [LoggerMessage(3, LogLevel.Error, "The rollup of wave {Wave} failed; readers keep the release before.")]
        public static partial void Failed(ILogger logger, string wave, Exception failure);

        [LoggerMessage(4, LogLevel.Error,
            "The release of wave {Wave} was refused by the checks before it; readers keep the release before. {Reason}")]
        public static partial void Refused(ILogger logger, string wave, string reason);
    }
}

using SurveyEngine.Auditing;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyFunctions.Releases;

/// <summary>A new release of each of several waves, told to the log: one that fails costs no other its own.</summary>
public sealed partial class PublishReleases(WaveCache waves, ReleaseWave releaseWave, AuditLog audit, ILogger<PublishReleases> logger)
{
    private static readonly Actor By = new(Actor.App, nameof(PublishReleases));

    /// <param name="ids">Of the waves.</param>
    /// <param name="isDue">Whether one is to have a release now.</param>
    /// <exception cref="AggregateException">Some waves failed; the others have their release.</exception>
    public async Task RunAsync(IEnumerable<WaveId> ids, Func<Wave, Task<bool>> isDue, CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var id in ids)
        {
            try
            {
                if (await waves.FindAsync(id, cancellationToken) is { } wave && await isDue(wave))
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
        var what = new AuditEvent(wave.Tenant, AuditAct.Released, wave.Id.Value);
        if (await audit.RunAsync(what, By, () => releaseWave.RunAsync(wave, cancellationToken), cancellationToken) is not { } release)
        {
            Log.GaveWay(logger, wave.Id.Value);
            return;
        }
        Log.Released(logger, release.Id, wave.Id.Value, release.Scopes);
        if (release.Withheld is [_, ..])
            Log.Withheld(logger, release.Id, wave.Id.Value, string.Join("; ", release.Withheld));
        if (release.Undecided is [_, ..])
            Log.Flagged(logger, release.Id, wave.Id.Value, release.Undecided.Sum(lot => (long)lot.Responses), release.Undecided.Count);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Published release {Release} of wave {Wave}: {Scopes} scopes.")]
        public static partial void Released(ILogger logger, string release, string wave, int scopes);

        [LoggerMessage(2, LogLevel.Information, "Another rollup of wave {Wave} published first; this one gave way.")]
        public static partial void GaveWay(ILogger logger, string wave);

        [LoggerMessage(3, LogLevel.Error, "The rollup of wave {Wave} failed; readers keep the release before.")]
        public static partial void Failed(ILogger logger, string wave, Exception failure);

        [LoggerMessage(5, LogLevel.Error,
            "The checks before release {Release} of wave {Wave} found what must not be told, and it is not. This is a defect of the app: {Reason}.")]
        public static partial void Withheld(ILogger logger, string release, string wave, string reason);

        [LoggerMessage(6, LogLevel.Warning,
            "Release {Release} of wave {Wave} was made without {Responses} answers of {Schools} schools that may not be of people, and about which nobody has "
            + "decided; 'surveyctl flags list' tells more.")]
        public static partial void Flagged(ILogger logger, string release, string wave, long responses, int schools);

        [LoggerMessage(4, LogLevel.Error,
            "The release of wave {Wave} was refused by the checks before it; readers keep the release before. {Reason}")]
        public static partial void Refused(ILogger logger, string wave, string reason);
    }
}

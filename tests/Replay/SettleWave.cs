using Surveyctl.Storage;

using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

namespace Replay;

/// <summary>
/// Closes a wave that is answered in full, and settles and releases it at once, by a clock that is ahead by as long as a closing takes: nobody
/// else sends answers to it, so that none is under way.
/// </summary>
internal sealed class SettleWave(Engine engine)
{
    /// <returns>What its last release shows of the scopes asked for, as far as it has them.</returns>
    /// <exception cref="CommandFailedException">Figures were released while it was open: schools keep those until enough new answers came in.</exception>
    public async Task<Dictionary<ScopeId, ShownScope>> RunAsync(Wave wave, IEnumerable<ScopeId> scopes, CancellationToken cancellationToken)
    {
        if (wave.State is not WaveState.Settled && await engine.Results.FindReleaseAsync(wave, cancellationToken) is not null)
        {
            throw new CommandFailedException(
                $"Figures of wave {wave.Id} were released while it was open, and its last release may not be of all answers. Give another --seed: it "
                + "makes a wave of its own.");
        }
        await engine.States.CloseAsync(wave, cancellationToken);
        using var later = new Engine(engine.Tables, engine.Queues, new LaterClock());
        var closing = await later.FindWaveAsync(wave.Id.Value, cancellationToken);
        foreach (var partition in closing.Partitions)
            await later.Fold.FoldAsync(partition, cancellationToken);
        await later.States.SettleAsync(closing, cancellationToken);
        var settled = await later.FindWaveAsync(wave.Id.Value, cancellationToken);
        var release = wave.State is WaveState.Settled ? await later.Results.FindReleaseAsync(settled, cancellationToken) : null;
        // The app may make a release of its own meanwhile: every night has a moment for that.
        release ??= (await later.Release.RunAsync(settled, cancellationToken) ?? await later.Release.RunAsync(settled, cancellationToken))?.Id
            ?? throw new CommandFailedException($"Another process released figures of wave {wave.Id} at the same time. Run the replay again.");
        var shown = new Dictionary<ScopeId, ShownScope>();
        foreach (var scope in scopes)
        {
            if (await later.Results.FindAsync(settled, release, scope, cancellationToken) is { } page)
                shown.Add(scope, page);
        }
        return shown;
    }

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ChangeWaveState.ClosingTime;
    }
}

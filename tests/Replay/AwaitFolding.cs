using SurveyEngine.Folding;
using SurveyEngine.Waves;

namespace Replay;

/// <summary>
/// Waits until the app has folded every response of a wave. It does not fold: that the app does is part of what is checked.
/// </summary>
internal sealed class AwaitFolding(ReadProgress progress, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <param name="patience">How long nothing may happen.</param>
    /// <returns>How many responses the tallies have.</returns>
    /// <exception cref="CommandFailedException">Nobody folds.</exception>
    public async Task<long> UntilNothingIsPendingAsync(Wave wave, TimeSpan patience, CancellationToken cancellationToken)
    {
        WaveProgress? last = null;
        var changed = time.GetTimestamp();
        while (true)
        {
            var now = await progress.ReadAsync(wave, cancellationToken);
            if (now.Pending == 0)
                return now.Tallied;
            if (now != last)
                changed = time.GetTimestamp();
            else if (time.GetElapsedTime(changed) > patience)
                throw new CommandFailedException(Explain(wave, now, patience), ExitCode.Unreachable);
            last = now;
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private static string Explain(Wave wave, WaveProgress progress, TimeSpan patience) =>
        $"{progress.Pending} responses of wave {wave.Id} are stored and nobody has folded any for {patience.TotalSeconds:F0} s. "
        + "Does an app work the queue of this storage? Run the replay again when one does: what is stored is not stored twice.";
}

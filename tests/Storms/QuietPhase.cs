using Storms.Checks;
using Storms.Copies;
using Storms.Faults;
using Storms.Phones;
using Storms.Stores;

using SurveyEngine.Waves;

using TestSupport.Waves;

namespace Storms;

/// <summary>
/// The time after the faults, the timers still switched off: what is accepted now is in the tallies within seconds, by messages
/// alone. In a storm whose wave closed: nothing is accepted any more.
/// </summary>
internal sealed class QuietPhase(
    StormPlan plan, FaultLog log, IStormStore store, AppCopies copies, TestWave wave, Phone phone, long? closedAt, List<string> violations)
{
    private const int Responses = 60;

    /// <summary>Between the last acknowledgement and the last fold.</summary>
    private static readonly TimeSpan LongestPending = TimeSpan.FromSeconds(5);

    /// <summary>A copy that failed to read the queue waits before it tries again; messages under a dead copy's lease come back.</summary>
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <returns>What was sent, and how long the last of it stayed pending; null if the wave is closed.</returns>
    public async Task<(IReadOnlyList<PlannedResponse> Sent, TimeSpan? TimeToTally)> RunAsync(CancellationToken cancellationToken)
    {
        var sent = PlannedResponse.Plan(wave, Responses, plan.Random(stream: 2))
            .Where(response => response.Behaviour != Behaviour.GivesUp).ToList();
        if (closedAt is { } closed)
            return (await AwaitRefusalAsync(sent, closed, cancellationToken), null);

        // In a gentle storm every commit was announced by a message that nobody lost.
        if (plan.IsGentle && await UntilNothingIsPendingAsync(LongestPending, cancellationToken) is null)
            violations.Add($"after a storm that lost no message batches are pending for more than {LongestPending.TotalSeconds} s");

        // The first responses of each partition get folds going again; what messages lost is folded with them.
        var first = wave.Wave.Partitions.SelectMany(partition => sent.Where(one => one.Answers.Partition == partition).Take(1)).ToList();
        await Task.WhenAll(first.Select(phone.RunAsync));
        if (await UntilNothingIsPendingAsync(LongestRecovery, cancellationToken) is not { } recovered)
        {
            violations.Add($"{LongestRecovery.TotalSeconds} s after the faults batches are pending, and messages were sent");
            return (first, null);
        }
        log.Note($"nothing is pending after {recovered.TotalSeconds:F1} s");

        await Task.WhenAll(sent.Except(first).Select(phone.RunAsync));
        var timeToTally = await UntilNothingIsPendingAsync(LongestPending, cancellationToken);
        if (timeToTally is null)
            violations.Add($"in the quiet phase batches are pending for more than {LongestPending.TotalSeconds} s");
        return (sent, timeToTally);
    }

    /// <summary>Null: there still is something.</summary>
    private async Task<TimeSpan?> UntilNothingIsPendingAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var asked = TimeProvider.System.GetElapsedTime(start);
            if (await Tallies.PendingAsync(store.Storage.Tables, wave.Wave, cancellationToken) == 0)
                return asked;
            if (asked > longest)
                return null;
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <summary>Until every copy has noticed; then one more after the other.</summary>
    private async Task<IReadOnlyList<PlannedResponse>> AwaitRefusalAsync(
        List<PlannedResponse> sent, long closed, CancellationToken cancellationToken)
    {
        var left = WaveCache.StateLifetime - TimeProvider.System.GetElapsedTime(closed);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, cancellationToken);
        var late = sent.Where(one => one.Behaviour == Behaviour.Sends).Take(4 * copies.Count).ToList();
        foreach (var response in late)
        {
            await phone.RunAsync(response);
            if (!response.Outcome.IsTooLate)
                violations.Add($"a response was not refused {WaveCache.StateLifetime.TotalSeconds} s after the wave had closed");
        }
        return late;
    }
}

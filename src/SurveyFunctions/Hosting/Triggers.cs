using SurveyFunctions.Aggregate;
using SurveyFunctions.Rollup;

using SurveyStore.Keys;

namespace SurveyFunctions.Hosting;

/// <summary>The functions that are not HTTP: who starts them differs, what they do does not.</summary>
public sealed class Triggers(AggregateResponses aggregate, NightlyRollup rollup, SweepPendingBatches sweep)
{
    public IReadOnlyList<QueueTrigger> Queues { get; } =
        [new(nameof(AggregateResponses), StoreNames.PendingBatches, StoreNames.PendingBatchesPoison, aggregate.RunAsync)];

    /// <summary>The schedules are those of the function folders; a test holds them against each other.</summary>
    public IReadOnlyList<TimerTrigger> Timers { get; } =
    [
        // The next occurrence tries again what failed.
        new(nameof(NightlyRollup), Schedule.Parse(NightlyRollup.Schedule), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), rollup.RunAsync),
        new("SweepPending", Schedule.Parse(SweepPendingBatches.Schedule), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(1), sweep.RunAsync),
    ];
}

/// <param name="Name">Of the function: its folder, and the path the host posts to.</param>
/// <param name="Run">Gets the message's text. Throws: the message comes back, and after five times moves to the poison queue.</param>
public sealed record QueueTrigger(string Name, string Queue, string PoisonQueue, Func<string, CancellationToken, Task> Run);

/// <param name="Name">Of the function: its folder, and the path the host posts to.</param>
/// <param name="Lease">Longer than a run: an occurrence whose copy died runs again after it.</param>
/// <param name="RetryAfter">An occurrence that failed runs again after this, unless the next one is due before.</param>
public sealed record TimerTrigger(string Name, Schedule Schedule, TimeSpan Lease, TimeSpan RetryAfter, Func<CancellationToken, Task> Run);

using Cronos;

using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Folding;
using SurveyFunctions.Releases;

namespace SurveyFunctions.Hosting.Standalone;

/// <param name="Name">Of the function.</param>
/// <param name="Run">Gets the message's text. Throws: the message comes back, and after five times moves to the poison queue.</param>
public sealed record QueueTrigger(string Name, string Queue, string PoisonQueue, Func<string, CancellationToken, Task> Run)
{
    /// <summary>The Functions host names poison queues in the same way.</summary>
    public static QueueTrigger Of(DeclaredFunction function, IServiceProvider services) => new(
        function.Name, function["queueName"], function["queueName"] + "-poison", function.On<Func<string, CancellationToken, Task>>(services));
}

/// <param name="Name">Of the function.</param>
/// <param name="Schedule">In UTC, with a field for seconds.</param>
/// <param name="Lease">Longer than a run, but for a sweep that makes releases: an occurrence whose copy died runs again after it, and twice does no harm.</param>
/// <param name="RetryAfter">An occurrence that failed runs again after this, unless the next one is due before.</param>
public sealed record TimerTrigger(string Name, CronExpression Schedule, TimeSpan Lease, TimeSpan RetryAfter, Func<CancellationToken, Task> Run)
{
    /// <summary>What no attribute says. A release that failed is tried again by the next occurrence.</summary>
    public static IReadOnlyDictionary<string, (TimeSpan Lease, TimeSpan RetryAfter)> Patience { get; } = new Dictionary<string, (TimeSpan, TimeSpan)>
    {
        [nameof(NightlyRollup)] = (TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)),
        [FoldPendingBatches.Name] = (TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(1)),
    };

    /// <exception cref="InvalidOperationException">Its schedule is no cron expression.</exception>
    public static TimerTrigger Of(DeclaredFunction function, IServiceProvider services)
    {
        var schedule = ScheduleOf(function);
        var (lease, retryAfter) = Patience[function.Name];
        var run = function.On<Func<TimerInfo?, CancellationToken, Task>>(services);
        return new TimerTrigger(function.Name, schedule, lease, retryAfter, cancellationToken => run(null, cancellationToken));
    }

    /// <summary>The latest one at or before this moment; null: there was none.</summary>
    public DateTimeOffset? LastOccurrence(DateTimeOffset moment) => Schedule.GetPreviousOccurrence(moment.UtcDateTime, inclusive: true);

    public static CronExpression ScheduleOf(DeclaredFunction function)
    {
        var schedule = function["schedule"];
        try
        {
            return CronExpression.Parse(schedule, CronFormat.IncludeSeconds);
        }
        catch (CronFormatException wrong)
        {
            throw new InvalidOperationException($"'{schedule}', the schedule of {function.Name}, is wrong. {wrong.Message}", wrong);
        }
    }
}

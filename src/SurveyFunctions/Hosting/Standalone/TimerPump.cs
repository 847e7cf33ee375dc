namespace SurveyFunctions.Hosting.Standalone;

/// <summary>
/// Does what the Functions host does for a timer trigger. Of several copies one runs each occurrence; if it dies, another
/// takes the occurrence over when its lease ends; if it fails, it is tried again later.
/// </summary>
public sealed partial class TimerPump(
    IReadOnlyList<TimerTrigger> triggers, TimerClaims claims, TimeProvider time, ILogger<TimerPump> logger)
    : BackgroundService
{
    /// <summary>How late a timer may be noticed.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(20);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(triggers.Select(trigger => PumpAsync(trigger, stoppingToken)));

    private async Task PumpAsync(TimerTrigger trigger, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunIfDueAsync(trigger, stoppingToken);
                await Task.Delay(Tick, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The pump is where a timer's failure ends: it is reported, and the occurrence runs again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Log.TimerFailed(logger, trigger.Name, failure);
                await Task.Delay(Tick, time, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task RunIfDueAsync(TimerTrigger trigger, CancellationToken stoppingToken)
    {
        if (trigger.LastOccurrence(time.GetUtcNow()) is not { } occurrence
            || await claims.ClaimAsync(trigger.Name, occurrence, trigger.Lease, stoppingToken) is not { } claim)
        {
            return;
        }
        try
        {
            await trigger.Run(stoppingToken);
        }
        catch
        {
            var notBefore = time.GetUtcNow() + (stoppingToken.IsCancellationRequested ? TimeSpan.Zero : trigger.RetryAfter);
            await claims.GiveBackAsync(claim, notBefore, CancellationToken.None);
            throw;
        }
        await claims.CompleteAsync(claim, stoppingToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} failed; its occurrence runs again.")]
        public static partial void TimerFailed(ILogger logger, string function, Exception failure);
    }
}

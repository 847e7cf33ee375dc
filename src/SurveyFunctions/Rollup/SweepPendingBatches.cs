using SurveyStore.Sweeps;

namespace SurveyFunctions.Rollup;

/// <summary>Timer-triggered: folds what a lost message left pending and settles waves whose closing time is over.</summary>
public sealed partial class SweepPendingBatches(SweepPending sweep, ILogger<SweepPendingBatches> logger)
{
    public const string Schedule = "0 */5 * * * *";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var result = await sweep.SweepAsync(cancellationToken);
        if (result.Folded > 0 || result.Settled > 0)
            Log.Swept(logger, result.Folded, result.Settled);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Swept {Folded} pending responses; {Settled} waves settled.")]
        public static partial void Swept(ILogger logger, int folded, int settled);
    }
}

using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Rollup;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class SweepPendingFunction(SweepPendingBatches sweep)
{
    [Function("SweepPending")]
    public Task RunAsync([TimerTrigger("0 */5 * * * *", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(cancellationToken);
}

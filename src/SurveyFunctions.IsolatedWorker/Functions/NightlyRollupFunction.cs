using Microsoft.Azure.Functions.Worker;

using SurveyFunctions.Rollup;

namespace SurveyFunctions.IsolatedWorker.Functions;

public sealed class NightlyRollupFunction(NightlyRollup rollup)
{
    [Function("NightlyRollup")]
    public Task RunAsync([TimerTrigger("0 0 * * * *", UseMonitor = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        rollup.RunAsync(cancellationToken);
}

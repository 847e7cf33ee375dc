using SurveyEngine.Auditing;
using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyEngine.Folding;

/// <param name="Folded">Responses and withdrawals that were pending.</param>
/// <param name="Settled">Waves that settled: their last release is to be made.</param>
public sealed record FoldedWaves(int Folded, IReadOnlyList<WaveId> Settled);

/// <summary>
/// Folds whatever is pending in every wave that is not settled, so that a lost message loses nothing, closes waves whose time is over,
/// and settles those that have been closing for long enough.
/// </summary>
public sealed class FoldUnsettledWaves(WaveIndex index, WaveCache waves, FoldBatches fold, ChangeWaveState states, AuditLog audit, TimeProvider time)
{
    private static readonly Actor By = new(Actor.App, nameof(FoldUnsettledWaves));

    /// <exception cref="AggregateException">Some partitions or waves failed; all the others were folded.</exception>
    public async Task<FoldedWaves> FoldAsync(CancellationToken cancellationToken)
    {
        var folded = 0;
        var settled = new List<WaveId>();
        var failures = new List<Exception>();
        foreach (var (id, _) in await index.ListAsync(cancellationToken))
        {
            Wave? wave = null;
            await TryAsync(async () => wave = await waves.FindAsync(id, cancellationToken));
            if (wave is not { State: WaveState.Open or WaveState.Closing })
                continue;
            if (wave.State == WaveState.Open && wave.IsOverAt(time.GetUtcNow()))
                await TryAsync(() => audit.RunAsync(new(wave.Tenant, AuditAct.WaveClosed, id.Value), By, () => states.CloseIfOverAsync(wave, cancellationToken), cancellationToken));
            // Asked before the folds: what they find is then all there will ever be.
            var isDueToSettle = states.IsDueToSettle(wave);
            var failed = failures.Count;
            foreach (var partition in wave.Partitions)
                await TryAsync(async () => folded += await fold.FoldAsync(partition, cancellationToken));
            if (isDueToSettle && failures.Count == failed)
            {
                await TryAsync(async () =>
                {
                    if (await audit.RunAsync(new(wave.Tenant, AuditAct.WaveSettled, id.Value), By, () => states.SettleAsync(wave, cancellationToken), cancellationToken))
                        settled.Add(id);
                });
            }
        }
        return failures.Count == 0 ? new FoldedWaves(folded, settled) : throw new AggregateException(failures);

        async Task TryAsync(Func<Task> step)
        {
            try
            {
                await step();
            }
#pragma warning disable CA1031 // One damaged partition must not keep the others from being folded; all failures are thrown at the end.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                failures.Add(failure);
            }
        }
    }
}

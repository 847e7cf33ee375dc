using Storms.Checks;
using Storms.Copies;
using Storms.Places;

using SurveyStore.Contract;

using TestSupport;
using TestSupport.Waves;

namespace Storms.Faults;

/// <summary>Lets the schedule's events happen, each in the middle of the requests of its time.</summary>
internal sealed class Events(
    StormPlan plan, FaultLog log, IPlace place, AppCopies copies, Engine engine, TestWave wave, List<string> violations)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    public async Task RunAsync(int number, CancellationToken cancellationToken)
    {
        var random = plan.Random(stream: 100 + number);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 150)), cancellationToken);
        var copy = random.Next(copies.Count);
        switch (plan.Schedule[number])
        {
            case StormEvent.KillCopy:
                await copies.KillAsync(copy);
                break;
            case StormEvent.EndCopy:
                await copies.TerminateAsync(copy);
                break;
            case StormEvent.PauseCopy:
                await copies.PauseAsync(copy, TimeSpan.FromMilliseconds(random.Next(50, plan.IsGentle ? 300 : 2000)));
                break;
            case StormEvent.KillWorker:
                await WorkerProcess.RunAndKillAsync(place.Address, wave, TimeSpan.FromMilliseconds(random.Next(50, 1200)), log);
                break;
            case StormEvent.VerifyFrozen:
                await VerifyFrozenAsync(cancellationToken);
                break;
            case StormEvent.CloseWave:
                await CloseAsync(cancellationToken);
                break;
            case var own:
                await place.RunAsync(own, random, cancellationToken);
                break;
        }
    }

    private Task VerifyFrozenAsync(CancellationToken cancellationToken) => copies.WhileFrozenAsync(async () =>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestLook);
        try
        {
            var found = await Tallies.ViolationsAsync(engine, wave.Wave, limit.Token);
            violations.AddRange(found.Select(one => $"in the middle of the storm: {one}"));
            log.Happened("verified");
        }
        catch (Exception moving) when (
            moving is StoreUnavailableException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            log.Happened("not-verified");
            log.Note(moving.Message);
        }
    });

    /// <summary>As an operator does it, again until it is done.</summary>
    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (!await engine.States.CloseAsync(wave.Wave, cancellationToken))
            violations.Add("the open wave could not be closed");
        log.Happened("wave-closed");
    }
}

using Storms.Checks;
using Storms.Copies;
using Storms.Phones;
using Storms.Stores;

using SurveyStorage;

using TestSupport.Waves;

namespace Storms.Faults;

/// <summary>Lets the schedule's events happen, each in the middle of the requests of its time.</summary>
internal sealed class FaultEvents(
    StormPlan plan, FaultLog log, IStormStore store, AppCopies copies, Engine engine, TestWave wave, Phone phone, List<string> violations)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    private readonly List<PlannedResponse> _sent = [];

    /// <summary>What events sent besides the planned responses.</summary>
    public IReadOnlyList<PlannedResponse> Sent => _sent;

    /// <summary>When the wave closed; null: it has not.</summary>
    public long? ClosedAt { get; private set; }

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
                if (!await WorkerProcess.RunAndKillAsync(store.Address, wave, TimeSpan.FromMilliseconds(random.Next(50, 1200)), log))
                    violations.Add("a process that folds and releases ended by itself");
                break;
            case StormEvent.VerifyFrozen:
                await VerifyFrozenAsync(cancellationToken);
                break;
            case StormEvent.RaceFolds:
                var responses = PlannedResponse.PlanOfSchool(
                    wave, random.Next(wave.Schools.Count), plan.ResponsesOfRace, plan.Responses + _sent.Count, plan.Random(stream: 200 + number));
                _sent.AddRange(responses);
                await new FoldRace(plan, log, store, copies, phone, wave.Wave).RunAsync(responses, random, cancellationToken);
                break;
            case StormEvent.CloseWave:
                await CloseAsync(cancellationToken);
                break;
            case var own:
                await store.RunAsync(own, random, cancellationToken);
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

    /// <summary>As an operator does it.</summary>
    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (!await engine.States.CloseAsync(wave.Wave, cancellationToken))
            violations.Add("the open wave could not be closed");
        ClosedAt = TimeProvider.System.GetTimestamp();
        log.Happened("wave-closed");
    }
}

using Storms.Checks;
using Storms.Copies;
using Storms.Phones;
using Storms.Stores;

using SurveyEngine.Waves;

using SurveyStorage;

using TestSupport.Waves;

namespace Storms.Faults;

/// <summary>Lets the schedule's events happen, each in the middle of the requests of its time.</summary>
internal sealed class FaultEvents(
    StormPlan plan, FaultLog log, IStormStore store, AppCopies copies, Engine engine, TestWave opened, Phone phone, List<string> violations)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    private readonly List<PlannedResponse> _sent = [];

    /// <summary>With all the schools that it has by now.</summary>
    public TestWave Wave { get; private set; } = opened;

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
                if (!await WorkerProcess.RunAndKillAsync(store.Address, Wave, TimeSpan.FromMilliseconds(random.Next(50, 1200)), log))
                    violations.Add("a process that folds and releases ended by itself");
                break;
            case StormEvent.VerifyFrozen:
                await VerifyFrozenAsync(cancellationToken);
                break;
            case StormEvent.RaceFolds:
                var responses = PlannedResponse.PlanOfSchool(
                    Wave, random.Next(Wave.Schools.Count), plan.ResponsesOfRace, plan.Responses + _sent.Count, plan.Random(stream: 200 + number));
                _sent.AddRange(responses);
                await new FoldRace(plan, log, store, copies, phone, Wave.Wave).RunAsync(responses, random, cancellationToken);
                break;
            case StormEvent.AddSchools:
                await AddSchoolsAsync(random, number, cancellationToken);
                break;
            case StormEvent.ReopenWave:
                await ReopenAsync(cancellationToken);
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
            var found = await Tallies.ViolationsAsync(engine, Wave.Wave, limit.Token);
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

    private async Task AddSchoolsAsync(Random random, int number, CancellationToken cancellationToken)
    {
        var before = Wave.Schools.Select(school => school.Id).ToHashSet();
        Wave = await LateSchools.AddAsync(engine, Wave, random, cancellationToken);
        if (Wave.Schools.Count != LateSchools.All || Wave.Schools.CountBy(school => school.Bucket).Any(bucket => bucket.Value > PlanWave.SchoolsPerBucket))
            violations.Add("the schools that came in late are not all there, or one bucket has too many");
        log.Happened("schools-added");
        int[] late = [.. Enumerable.Range(0, Wave.Schools.Count).Where(i => !before.Contains(Wave.Schools[i].Id))];
        var responses = PlannedResponse.PlanOfSchools(Wave, late, 2 * late.Length, plan.Responses + _sent.Count, plan.Random(stream: 200 + number));
        _sent.AddRange(responses);
        await Task.WhenAll(responses.Select(phone.RunAsync)).WaitAsync(cancellationToken);
    }

    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        if (!await engine.States.CloseAsync(Wave.Wave, cancellationToken) || !await engine.States.ReopenAsync(Wave.Wave, null, cancellationToken))
            violations.Add("the open wave could not be closed and opened again");
        log.Happened("wave-reopened");
    }

    /// <summary>As an operator does it.</summary>
    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (!await engine.States.CloseAsync(Wave.Wave, cancellationToken))
            violations.Add("the open wave could not be closed");
        ClosedAt = TimeProvider.System.GetTimestamp();
        log.Happened("wave-closed");
    }
}

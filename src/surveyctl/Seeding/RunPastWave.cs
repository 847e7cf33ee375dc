using SurveyEngine.Auditing;

namespace Surveyctl.Seeding;

/// <summary>
/// Runs a demo wave whose declared times are over, by a clock that is set to them: it opens, is answered, closes, settles and has its one
/// release at the times it says, by the engine's own rules. Nothing of it waits for the caches of running copies: to them its time was over
/// before it opened, so that they take no answer to it. What the storage stamps on rows is its own time. It can be run any number of times, and
/// goes on where a run before ended.
/// </summary>
internal sealed class RunPastWave(Engine engine, Actor by)
{
    /// <summary>Whether it is a demo wave that is answered and would have settled by now.</summary>
    public static bool IsPast(SeedWave seed, DateTimeOffset now) =>
        seed is { Wave.Value.IsDemo: true, Community: not null, Times: { OpensAt: not null, ClosesAt: { } closesAt } }
        && now >= closesAt + Wave.Grace + ChangeWaveState.ClosingTime;

    /// <summary>How many responses were stored by this call; none if they were there.</summary>
    /// <param name="seed">As of <see cref="IsPast"/>.</param>
    /// <exception cref="CommandFailedException">It cannot be opened.</exception>
    public async Task<int> RunAsync(SeedWave seed, Steps steps, CancellationToken cancellationToken)
    {
        var (id, clock) = (seed.Wave.Value.Id, new SetClock { Now = seed.Times.OpensAt!.Value });
        using var past = new Engine(engine.Tables, engine.Queues, clock);
        if (await engine.Waves.FindAsync(id, cancellationToken) is not { State: not WaveState.Draft })
            await engine.Audit.RunAsync(new(seed.Tenant.Id, AuditAct.WaveOpened, id.Value), by, async () => (await past.Open.OpenAsync(seed.Tenant.Id, id, cancellationToken)).Require(), cancellationToken);
        var answers = await new AnswerDemo(past).AnswerAsync(seed, steps, cancellationToken);
        await past.DrainAsync();

        clock.Now = seed.Times.ClosesAt!.Value + Wave.Grace;
        await past.States.CloseIfOverAsync(await FindAsync(), cancellationToken);
        clock.Now += ChangeWaveState.ClosingTime;
        var closing = await FindAsync();
        foreach (var partition in closing.Partitions)
            await past.Fold.FoldAsync(partition, cancellationToken);
        await past.States.SettleAsync(closing, cancellationToken);
        if (await past.Results.FindReleaseAsync(closing, cancellationToken) is null)
        {
            using var step = steps.Begin($"Releasing figures of {id}");
            await engine.Audit.RunAsync(new(seed.Tenant.Id, AuditAct.Released, id.Value), by, async () => await past.Release.RunAsync(await FindAsync(), cancellationToken), cancellationToken);
        }
        engine.Waves.Forget(id);
        return answers;

        async Task<Wave> FindAsync() => (await past.Waves.FindAsync(id, cancellationToken))!;
    }

    private sealed class SetClock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

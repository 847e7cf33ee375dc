using Surveyctl.Tenants;

namespace Surveyctl.Rehearsing;

/// <summary>
/// Ends a rehearsal: stops its intake, waits until nothing can be on its way to it, as every closing wave does, and deletes its rows and no
/// others. If it stops anywhere, running it again goes on.
/// </summary>
internal sealed class ClearRehearsal(Engine engine)
{
    /// <summary>How many rows of each table were deleted.</summary>
    /// <param name="tellWait">Told until when it waits.</param>
    /// <exception cref="CommandFailedException">It is no rehearsal, or somebody opened it again meanwhile.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, long>>> RunAsync(
        Wave wave, Action<DateTimeOffset> tellWait, Steps steps, CancellationToken cancellationToken)
    {
        if (!wave.Definition.IsRehearsal)
            throw new CommandFailedException($"Wave {wave.Id} is no rehearsal: nothing was changed.");
        if (wave.State != WaveState.Draft)
            await SettleAsync(wave, tellWait, cancellationToken);

        await engine.Pinned.UnpinAsync(wave, cancellationToken);
        var rows = new TenantRows(engine.Tables, wave.Tenant, wave.Id);
        var contents = await rows.CountAsync(cancellationToken);
        // More than once if the app was about to make its last release.
        for (var left = contents; !left.AreNone; left = await rows.CountAsync(cancellationToken))
            await new DeleteRows(engine.Tables, rows).RunAsync(steps, cancellationToken);
        engine.Waves.Forget(wave.Id);
        return contents.Rows;
    }

    private async Task SettleAsync(Wave wave, Action<DateTimeOffset> tellWait, CancellationToken cancellationToken)
    {
        await engine.States.CloseAsync(wave, cancellationToken);
        var closing = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
        if (closing.State == WaveState.Closing && !engine.States.IsDueToSettle(closing))
        {
            var end = closing.ClosingAt!.Value + ChangeWaveState.ClosingTime;
            tellWait(end);
            if (end - engine.Time.GetUtcNow() is { Ticks: > 0 } left)
                await Task.Delay(left, engine.Time, cancellationToken);
        }
        engine.Waves.Forget(wave.Id);
        closing = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
        if (closing.State == WaveState.Closing)
        {
            foreach (var partition in closing.Partitions)
                await engine.Fold.FoldAsync(partition, cancellationToken);
            await engine.States.SettleAsync(closing, cancellationToken);
            closing = await engine.FindWaveAsync(wave.Id.Value, cancellationToken);
        }
        if (closing.State != WaveState.Settled)
            throw new CommandFailedException($"Somebody opened {wave.Id} again meanwhile: nothing was deleted.");
    }
}

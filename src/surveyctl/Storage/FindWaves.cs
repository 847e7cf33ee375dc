namespace Surveyctl.Storage;

/// <summary>The waves that a command line names.</summary>
internal static class FindWaves
{
    /// <summary>The wave of this id, or all waves in the order of their ids if it is null.</summary>
    /// <exception cref="CommandFailedException">There is no such wave, or it never opened.</exception>
    public static async Task<IReadOnlyList<Wave>> FindWavesAsync(this Engine engine, string? id, CancellationToken cancellationToken)
    {
        if (id is not null)
            return [await engine.FindWaveAsync(id, cancellationToken)];
        var waves = new List<Wave>();
        foreach (var (wave, _) in await engine.Index.ListAsync(cancellationToken))
        {
            if (await engine.Waves.FindAsync(wave, cancellationToken) is { State: not WaveState.Draft } opened)
                waves.Add(opened);
        }
        return waves;
    }

    /// <exception cref="CommandFailedException">There is no such wave, or it never opened.</exception>
    public static async Task<Wave> FindWaveAsync(this Engine engine, string id, CancellationToken cancellationToken) =>
        WaveId.TryParse(id, out var wave) && await engine.Waves.FindAsync(wave, cancellationToken) is { State: not WaveState.Draft } found
            ? found
            : throw new CommandFailedException($"There is no wave '{id}' that has opened; 'surveyctl wave list' shows those there are.");
}

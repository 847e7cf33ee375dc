namespace Surveyctl.Storage;

/// <summary>The waves that a command line names.</summary>
internal static class FindWaves
{
    /// <summary>The wave of this id, or all that have opened, in the order of their ids, if it is null.</summary>
    /// <exception cref="CommandFailedException">There is no such wave, or it has not opened yet.</exception>
    public static async Task<IReadOnlyList<Wave>> FindWavesAsync(this Engine engine, string? id, CancellationToken cancellationToken) =>
        id is not null
            ? [await engine.FindWaveAsync(id, cancellationToken)]
            : [.. (await engine.FindWavesAndDraftsAsync(cancellationToken)).Where(wave => wave.State != WaveState.Draft)];

    /// <summary>All, opened or not, in the order of their ids.</summary>
    public static async Task<IReadOnlyList<Wave>> FindWavesAndDraftsAsync(this Engine engine, CancellationToken cancellationToken)
    {
        var waves = new List<Wave>();
        foreach (var (wave, _) in await engine.Index.ListAsync(cancellationToken))
        {
            if (await engine.Waves.FindAsync(wave, cancellationToken) is { } found)
                waves.Add(found);
        }
        return waves;
    }

    /// <exception cref="CommandFailedException">There is no such wave, or it has not opened yet.</exception>
    public static async Task<Wave> FindWaveAsync(this Engine engine, string id, CancellationToken cancellationToken) =>
        await engine.FindWaveOrDraftAsync(id, cancellationToken) is var wave && wave.State != WaveState.Draft
            ? wave
            : throw new CommandFailedException($"Wave {wave.Id} has not opened yet: surveyctl wave open {wave.Id}");

    /// <exception cref="CommandFailedException">There is no such wave.</exception>
    public static async Task<Wave> FindWaveOrDraftAsync(this Engine engine, string id, CancellationToken cancellationToken) =>
        WaveId.TryParse(id, out var wave) && await engine.Waves.FindAsync(wave, cancellationToken) is { } found
            ? found
            : throw new CommandFailedException($"There is no wave '{id}'; 'surveyctl wave list' shows those there are.");

    /// <summary>The schools that a wave asks, of a draft those that it would ask now; or the one of this id alone.</summary>
    /// <param name="school">Null: all of them.</param>
    /// <exception cref="CommandFailedException">The wave does not ask it, or something is missing to open the draft.</exception>
    public static async Task<IReadOnlyList<WaveNode>> FindSchoolsAsync(
        this Engine engine, Wave wave, string? school, CancellationToken cancellationToken)
    {
        var schools = (await engine.Schools.ReadAsync(wave, cancellationToken)).Require();
        if (school is null)
            return schools;
        return schools.FirstOrDefault(asked => asked.Id.Value == school) is { } one
            ? [one]
            : throw new CommandFailedException($"Wave {wave.Id} does not ask about a school '{school}'.");
    }
}

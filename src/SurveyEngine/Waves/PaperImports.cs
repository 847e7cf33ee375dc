using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// Imports of answers from paper into a wave take turns: each looks in every partition for a sheet before it sends it, and would not see
/// what another sends to another partition meanwhile. The first of a wave makes the secret of its <see cref="PaperIds"/>.
/// </summary>
public sealed class PaperImports(ITableStore tables, WaveCache cache, TimeProvider time)
{
    /// <summary>Longer than one request of responses takes with all its repetitions, by clocks that are minutes apart.</summary>
    public static readonly TimeSpan TurnTime = TimeSpan.FromMinutes(15);

    private readonly ReplaceWaveRow _replace = new(tables, cache);

    /// <param name="wave">Into which.</param>
    /// <param name="mine">Until when the turn of the caller is, to make it longer, if nobody took another since; null: it has none.</param>
    /// <exception cref="UnknownWaveException">The wave is not there any more.</exception>
    public async Task<PaperTurn> TakeTurnAsync(Wave wave, DateTimeOffset? mine, CancellationToken cancellationToken)
    {
        DateTimeOffset? others = null;
        var row = await _replace.RunAsync(
            wave.Tenant,
            wave.Id,
            row =>
            {
                var (now, until) = (time.GetUtcNow(), row.GetDateTimeOffset(WaveRow.PaperTurnUntil));
                others = (mine is null ? until > now : until != mine) ? until ?? now : null;
                return others is null ? PaperIds.WithSecret(WaveRow.With(row, WaveRow.PaperTurnUntil, now + TurnTime)) : null;
            },
            cancellationToken);
        if (row is not null)
            return new PaperTurn(WaveRow.Read(row), PaperIds.Of(row), row.GetDateTimeOffset(WaveRow.PaperTurnUntil)!.Value);
        return new PaperTurn(wave, null, others ?? throw new UnknownWaveException(wave.Tenant, wave.Id));
    }

    public Task EndTurnAsync(Wave wave, DateTimeOffset mine, CancellationToken cancellationToken) => _replace.RunAsync(
        wave.Tenant,
        wave.Id,
        row => row.GetDateTimeOffset(WaveRow.PaperTurnUntil) == mine ? WaveRow.With(row, WaveRow.PaperTurnUntil, null) : null,
        cancellationToken);
}

/// <summary>Whose turn it is.</summary>
/// <param name="Wave">As it is now: schools may have come in.</param>
/// <param name="Ids">Null: another import's.</param>
/// <param name="Until">If it neither ends nor takes more before.</param>
public sealed record PaperTurn(Wave Wave, PaperIds? Ids, DateTimeOffset Until);

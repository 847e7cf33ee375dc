using SurveyEngine.Waves;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>How releases stand, over all waves.</summary>
/// <param name="Waves">That have opened.</param>
/// <param name="Overdue">Of these, how many lack a release that was due two hours ago: whatever the reason, it fails or nobody makes it.</param>
/// <param name="Withheld">Figures that the check found to follow from what was to be told, and withheld, in the releases that readers see.</param>
public sealed record ReleaseHealth(int Waves, int Overdue, int Withheld)
{
    public bool IsHealthy => this is { Overdue: 0, Withheld: 0 };
}

/// <summary>Reads it anew once a minute at most.</summary>
public sealed class ReadReleaseHealth(ITableStore tables, WaveIndex index, WaveCache waves, ReleaseSchedule schedule, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>A rollup that fails is tried again every hour.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    private readonly SharedReads<string, ReleaseHealth> _reads = new(time);
    private volatile Known? _known;

    /// <exception cref="StoreUnavailableException">The store failed, or took too long.</exception>
    public async Task<ReleaseHealth> ReadAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.ReadAt) < Lifetime)
            return known.Health;
        var readAt = time.GetTimestamp();
        var health = await _reads.ReadAsync("", () => ReadNowAsync(CancellationToken.None), cancellationToken);
        _known = new Known(health, readAt);
        return health;
    }

    private async Task<ReleaseHealth> ReadNowAsync(CancellationToken cancellationToken)
    {
        var health = new ReleaseHealth(0, 0, 0);
        var before = time.GetUtcNow() - Patience;
        var night = schedule.LastBefore(before);
        foreach (var (id, _) in await index.ListAsync(cancellationToken))
        {
            try
            {
                if (await waves.FindAsync(id, cancellationToken) is not { State: not WaveState.Draft } wave)
                    continue;
                var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
                var isOverdue = !(wave.SettledAt > before) && ReleaseSchedule.IsDue(wave, ReleaseRow.AsOfOf(wave, latest), night);
                health = new ReleaseHealth(health.Waves + 1, health.Overdue + (isOverdue ? 1 : 0), health.Withheld + ReleaseRow.WithheldOf(wave, latest));
            }
            catch (InvalidDataException)
            {
                // Of a wave that is damaged no release is made.
                health = health with { Waves = health.Waves + 1, Overdue = health.Overdue + 1 };
            }
        }
        return health;
    }

    private sealed record Known(ReleaseHealth Health, long ReadAt);
}

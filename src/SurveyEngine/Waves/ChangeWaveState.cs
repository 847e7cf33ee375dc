using Surveys.Definitions;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>Closes a wave, opens it again while it has not settled, and settles it when nothing can come in any more.</summary>
public sealed class ChangeWaveState(ITableStore tables, WaveCache cache, TimeProvider time)
{
    /// <summary>
    /// From the moment a submission or withdrawal is handed over, it is in the store after this long or never: a closing wave waits
    /// for it before it settles.
    /// </summary>
    public static readonly TimeSpan LongestAcceptance = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Longer than any cached state lives plus the longest acceptance: late commits still land. Who closes and who settles
    /// may be different machines, so the difference of clocks that the storage service puts up with (15 minutes) is added.
    /// </summary>
    public static readonly TimeSpan ClosingTime =
        WaveCache.StateLifetime + LongestAcceptance + TimeSpan.FromMinutes(16);

    private readonly ReplaceWaveRow _replace = new(tables, cache);

    /// <summary>False: it was not open.</summary>
    public Task<bool> CloseAsync(Wave wave, CancellationToken cancellationToken) =>
        ReplaceAsync(wave, row => WaveRow.StateOf(row) == WaveState.Open ? WaveRow.With(row, WaveState.Closing, time.GetUtcNow()) : null, cancellationToken);

    /// <summary>Closes a wave whose time is over. False: it is not open, or has more time by now.</summary>
    public Task<bool> CloseIfOverAsync(Wave wave, CancellationToken cancellationToken) => ReplaceAsync(
        wave,
        row => WaveRow.Read(row) is { State: WaveState.Open } current && current.IsOverAt(time.GetUtcNow())
            ? WaveRow.With(row, WaveState.Closing, time.GetUtcNow())
            : null,
        cancellationToken);

    /// <summary>Takes answers again. False: it was not closing, nor about to by its time, or its time would be over, also before it opens.</summary>
    /// <param name="wave">Which.</param>
    /// <param name="closesAt">In place of the time it may have had; null: until somebody closes it.</param>
    public Task<bool> ReopenAsync(Wave wave, DateTimeOffset? closesAt, CancellationToken cancellationToken) => ReplaceAsync(
        wave,
        row =>
        {
            var (current, now) = (WaveRow.Read(row), time.GetUtcNow());
            var isClosed = current.State == WaveState.Closing || (current.State == WaveState.Open && current.IsOverAt(now));
            return isClosed && !(closesAt <= now) && !(closesAt <= current.Times.OpensAt)
                ? WaveRow.With(WaveRow.With(row, WaveState.Open, now), current.Times with { ClosesAt = closesAt })
                : null;
        },
        cancellationToken);

    /// <summary>
    /// Changes when an open wave takes answers. False: it is not open, or what is to be changed is over: it has opened, or closed, by
    /// time, or the new time is over itself.
    /// </summary>
    /// <param name="wave">Which.</param>
    /// <param name="change">Its times as they are to be.</param>
    public Task<bool> RescheduleAsync(Wave wave, Func<WaveTimes, WaveTimes> change, CancellationToken cancellationToken) => ReplaceAsync(
        wave,
        row =>
        {
            var (current, now) = (WaveRow.Read(row), time.GetUtcNow());
            var times = change(current.Times);
            var isPossible = current.AcceptanceAt(now) switch
            {
                _ when current.State != WaveState.Open => false,
                WaveAcceptance.NotYet => true,
                WaveAcceptance.Open => times.OpensAt == current.Times.OpensAt,
                _ => false,
            };
            return isPossible && !(times.ClosesAt <= now) && !(times.ClosesAt <= times.OpensAt) ? WaveRow.With(row, times) : null;
        },
        cancellationToken);

    /// <summary>Anybody reads its results from now on. False: they do already.</summary>
    public Task<bool> PublishAsync(Wave wave, CancellationToken cancellationToken) =>
        ReplaceAsync(wave, row => WaveRow.Read(row).IsPublic ? null : WaveRow.Published(row), cancellationToken);

    /// <summary>Whether the wave has been closing for so long that no response can come in any more.</summary>
    public bool IsDueToSettle(Wave wave) => wave.State == WaveState.Closing && time.GetUtcNow() >= wave.ClosingAt + ClosingTime;

    /// <summary>
    /// Of a wave that <see cref="IsDueToSettle"/>, after everything was folded. False: its row is another than it was read from. It may have
    /// been opened again and closed since, or got a school.
    /// </summary>
    public Task<bool> SettleAsync(Wave wave, CancellationToken cancellationToken) => ReplaceAsync(
        wave,
        row => row.ETag == wave.ETag && IsDueToSettle(wave) ? WaveRow.With(row, WaveState.Settled, time.GetUtcNow()) : null,
        cancellationToken);

    private async Task<bool> ReplaceAsync(Wave wave, Func<TableRow, TableRow?> change, CancellationToken cancellationToken) =>
        await _replace.RunAsync(wave.Tenant, wave.Id, change, cancellationToken) is not null;
}

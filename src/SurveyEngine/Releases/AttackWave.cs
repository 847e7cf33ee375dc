using SurveyEngine.Folding;
using SurveyEngine.Waves;

using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <param name="Hidden">How many hidden cells were tried.</param>
/// <param name="Finds">What can be computed of them, in words without the figures; empty: nothing.</param>
public sealed record WaveAttack(int Scopes, int Hidden, IReadOnlyList<string> Finds);

/// <summary>
/// Sets an <see cref="Attacker"/> on the pages of the release that readers see of a settled wave. He takes from the pages what is told, and from
/// the tallies only how many people a sum that he found is of.
/// </summary>
public sealed class AttackWave(ITableStore tables, FoldBatches fold, TimeProvider time)
{
    /// <returns>Null: the wave has not settled, or has no release since.</returns>
    public async Task<WaveAttack?> RunAsync(Wave wave, CancellationToken cancellationToken)
    {
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        var results = new ReadResults(tables);
        if (wave.State is not WaveState.Settled || ReleaseRow.AsOfOf(wave, latest) is null || await results.FindReleaseAsync(wave, cancellationToken) is not { } release)
            return null;
        var frozen = await FrozenWave.ReadAsync(tables, fold, wave, latest, release, time.GetUtcNow(), cancellationToken);
        var cube = frozen.Cube();
        var told = new Disclosures(Measure.AllOf(wave.Layout), cube.Scopes, wave.Layout.SliceCount);
        for (var scope = 0; scope < cube.Scopes; scope++)
        {
            if (await results.FindAsync(wave, release, frozen.IdOf(scope), cancellationToken) is { } page)
                ShownDisclosures.Read(page, wave.Layout, scope, told);
        }
        var attacker = new Attacker(cube, told, frozen.Rules);
        var finds = attacker.FindAll().Where(find => !IsFree(find)).ToList();
        return new WaveAttack(cube.Scopes, attacker.Tried, [.. finds.Select(find =>
            $"{told.Measures[find.Measure].Id} in slice {find.Slice} of {string.Join(" and ", find.Scopes.Select(frozen.IdOf))} together ({find.Counts.People} people)")]);

        // Some parts of scopes have no page: that they follow is no harm if they might be told by themselves.
        bool IsFree(Attacker.Find find) => find.Scopes is [var scope]
            && frozen.Scopes.LinkOf(scope).Part is ScopePart.Late or ScopePart.Itself && frozen.Rules.Of(told.Measures[find.Measure], find.Counts) >= find.Level;
    }
}

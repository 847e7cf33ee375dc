using SurveyEngine.Folding;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// Makes a release of one wave: folds what is pending, freezes which counts are shown (<see cref="FreezeBlocks"/>), decides once the wave has
/// settled how much of every cell is told (<see cref="SettledDisclosure"/>) and holds that against what may not be
/// (<see cref="DisclosureCheck"/>), writes what may be shown, and then moves the pointer (<see cref="ReleaseWriter"/>). It keeps the counts of
/// every school, encoded, while it runs.
/// </summary>
/// <param name="check">Finds what must not be told once the wave has settled; null: <see cref="DisclosureCheck"/>.</param>
public sealed class ReleaseWave(ITableStore tables, FoldBatches fold, TimeProvider time, FindFollowing? check = null)
{
    /// <inheritdoc cref="ReleaseSchedule.IsDue"/>
    public async Task<bool> IsDueAsync(Wave wave, DateTimeOffset night, CancellationToken cancellationToken)
    {
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        return ReleaseSchedule.IsDue(wave, ReleaseRow.AsOfOf(wave, latest), night);
    }

    /// <inheritdoc cref="ReleaseSchedule.EarliestByHand"/>
    public async Task<DateTimeOffset?> FindEarliestByHandAsync(Wave wave, CancellationToken cancellationToken)
    {
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        return ReleaseSchedule.EarliestByHand(wave, ReleaseRow.AsOfOf(wave, latest), time.GetUtcNow());
    }

    /// <returns>The release that readers now see; null if another published first and this one gave way.</returns>
    /// <exception cref="StoreUnavailableException">The store failed; readers still see the release before.</exception>
    /// <exception cref="ReleaseRefusedException">It would show what must not be shown; readers still see the release before.</exception>
    public async Task<PublishedRelease?> RunAsync(Wave wave, CancellationToken cancellationToken)
    {
        // Before the pointer: what was acknowledged until now will be in.
        var now = time.GetUtcNow();
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        await using var release = new ReleaseWriter(tables, wave, latest, now, cancellationToken);
        var frozen = await FrozenWave.ReadAsync(tables, fold, wave, latest, release.Id, now, cancellationToken);

        IReadOnlyList<string> withheld = [];
        var told = wave.State is WaveState.Settled ? Decide(frozen, out withheld) : null;
        await frozen.Rows.SaveAsync(cancellationToken);
        await new WriteScopes(wave, frozen.Scopes, frozen.Collections, frozen.Blocks, frozen.Rules, told, release).RunAsync();
        var published = await release.PublishAsync(withheld, cancellationToken);
        if (published is null)
            return null;
        await frozen.Rows.RemoveSupersededAsync(cancellationToken);
        return published with { Undecided = [.. frozen.Blocks.Flagged.Where(lot => lot.State is FlagState.Undecided && lot.Responses >= frozen.Rules.MinimumCell)] };
    }

    /// <param name="withheld">What the check found, in words without the figures: it is not told either.</param>
    private Disclosures Decide(FrozenWave frozen, out IReadOnlyList<string> withheld)
    {
        var cube = frozen.Cube();
        var told = SettledDisclosure.Decide(cube, frozen.Rules);
        var found = Check();
        foreach (var cell in found)
            told.Withhold(cell);
        withheld = [.. found.Select(cell => $"{told.Measures[cell.Measure].Id} in slice {cell.Slice} of {frozen.IdOf(cell.Scope)} follows from what is told")];
        return found.Count == 0 || Check().Count == 0 ? told : throw new ReleaseRefusedException(frozen.IdOf(found[0].Scope), withheld);

        IReadOnlyList<FollowingCell> Check() => check is null ? new DisclosureCheck(cube, told, frozen.Rules).FindFollowing() : check(cube, told, frozen.Rules);
    }
}

/// <summary>As <see cref="DisclosureCheck.FindFollowing"/> of these.</summary>
public delegate IReadOnlyList<FollowingCell> FindFollowing(ReleasedCube cube, Disclosures told, CellRules rules);

/// <summary>
/// What was about to be released would show what must stay hidden. Nothing of it is seen; readers keep the release before. It is a defect of
/// ours, never something that an operator or a respondent did.
/// </summary>
/// <param name="scope">Whose figures they are.</param>
/// <param name="problems">Which of them, in words without the figures.</param>
public sealed class ReleaseRefusedException(ScopeId scope, IReadOnlyList<string> problems)
    : Exception($"The figures of {scope} do not pass the checks: {string.Join("; ", problems)}.");

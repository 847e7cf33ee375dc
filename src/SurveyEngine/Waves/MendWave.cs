using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Readings;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// Brings into an open wave what may be mended of what was loaded since: names, titles, populations, and schools that were forgotten. A
/// school gets its place in a bucket by the ETag of the wave's row before it is pinned, so that never two get the last one, and none is
/// in the wave that has none. If it stops in between, doing it again goes on.
/// </summary>
public sealed class MendWave(ITableStore tables, DefinitionStore definitions, WaveCache cache)
{
    /// <summary>What the wave's row can hold of them.</summary>
    public const int MostLateSchools = 400;

    private readonly ReplaceWaveRow _replace = new(tables, cache);

    /// <param name="wave">An open one.</param>
    /// <param name="add">Schools that it is to ask from now on.</param>
    /// <param name="isDryRun">Only tell.</param>
    /// <returns>What was mended, or why nothing was.</returns>
    /// <exception cref="StoreUnavailableException">The store failed; doing it again goes on.</exception>
    public async Task<Reading<WaveMending, string>> RunAsync(
        Wave wave, IReadOnlyList<SchoolId> add, bool isDryRun, CancellationToken cancellationToken)
    {
        if (wave.State != WaveState.Open)
            return $"Wave {wave.Id} is not open.";
        if (await definitions.FindOrganisationsAsync(wave.Tenant, cancellationToken) is not { } tree)
            return $"No organisations of tenant {wave.Tenant} are loaded.";
        if (wave.Definition.Under is { } under && !tree.Contains(under))
            return $"The wave is under '{under}', which is not among the organisations that are loaded: load it again.";
        var comparison = await TreeComparison.ReadAsync(tables, wave, tree, cancellationToken);
        if (add.Select(comparison.ProblemOfAdding).OfType<string>().ToList() is { Count: > 0 } problems)
            return Reading<WaveMending, string>.Failed(problems);

        var tenant = await definitions.FindTenantAsync(wave.Tenant, cancellationToken);
        var definition = await definitions.FindWaveAsync(wave.Tenant, wave.Id, cancellationToken);
        var words = new DefinitionComparison(wave, definition?.Value, tenant);
        List<SchoolId> added = [.. add.Distinct().Intersect(comparison.NotAsked)];
        var mending = new WaveMending(
            [.. words.Changes, .. comparison.Changes],
            added,
            [.. comparison.NotAsked.Except(add)],
            [.. words.Kept, .. comparison.Kept, .. comparison.LeftOutOf(added)]);
        if (isDryRun)
            return mending;

        if (await ClaimPlacesAsync(wave, mending.Added, cancellationToken) is not { } places)
            return $"Wave {wave.Id} closed meanwhile, or has {MostLateSchools} schools that came in late: no more fit.";
        await PinnedRows.CommitAsync(tables, comparison.RowsOf(wave.PinnedPartition, mending.Added.ToDictionary(school => school, school => places[school])), RowChangeType.UpsertReplace, cancellationToken);
        // Last, and even if nothing differs: a mending that stopped before this has left copies with what stood there before.
        var isDone = await _replace.RunAsync(
            wave.Tenant,
            wave.Id,
            row => IsOpen(row)
                ? WaveRow.WithNextRevision(WaveRow.WithWords(row, words.TitleIn(WaveRow.DefinitionOf(row)), tenant?.Name ?? wave.TenantName))
                : null,
            cancellationToken) is not null;
        return isDone ? mending : $"Wave {wave.Id} closed meanwhile: what was mended of it need not be seen.";
    }

    private static bool IsOpen(TableRow row) => WaveRow.StateOf(row) == WaveState.Open;

    /// <summary>The bucket of each; null: the wave is not open any more, or has no room for them.</summary>
    private async Task<IReadOnlyDictionary<SchoolId, int>?> ClaimPlacesAsync(
        Wave wave, IReadOnlyList<SchoolId> schools, CancellationToken cancellationToken)
    {
        if (schools.Count == 0)
            return new Dictionary<SchoolId, int>();
        var row = await _replace.RunAsync(
            wave.Tenant,
            wave.Id,
            row =>
            {
                if (!IsOpen(row))
                    return null;
                var changed = WaveRow.WithLateSchools(row, schools);
                var buckets = WaveRow.LateSchoolsOf(changed);
                return buckets.Count <= MostLateSchools && buckets.Values.Max() < ResponsesPartition.MaxBuckets ? changed : null;
            },
            cancellationToken);
        return row is null ? null : WaveRow.LateSchoolsOf(row);
    }
}

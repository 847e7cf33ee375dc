using SurveyEngine.Folding;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Releases;

/// <summary>
/// Makes a release of one wave: folds what is pending, streams its schools in path order, closes a node when its subtree is done
/// (<see cref="TreeSums"/>), applies the <see cref="ReleaseRules"/>, writes what may be shown and then moves the pointer
/// (<see cref="ReleaseWriter"/>). Memory grows with depth, fan-out and the number of
/// collections, not with the number of schools.
/// </summary>
/// <param name="gate">Looks at every scope before it is written; null: <see cref="ReleaseGate.Check"/>.</param>
public sealed class ReleaseWave(
    ITableStore tables, FoldBatches fold, TimeProvider time, Func<UnreleasedScope, ShownScope, IReadOnlyList<string>>? gate = null)
{
    /// <summary>Kept at once: those of all late schools, the one before them and the one in path order.</summary>
    private const int MostBuckets = (MendWave.MostLateSchools / PlanWave.SchoolsPerBucket) + 2;

    /// <inheritdoc cref="ReleaseSchedule.IsDue"/>
    public async Task<bool> IsDueAsync(Wave wave, DateTimeOffset night, CancellationToken cancellationToken)
    {
        var latest = await ReleaseRow.FindLatestAsync(tables, wave, cancellationToken);
        var asOf = latest is not null && ReleaseRow.IsOf(wave, latest) ? latest.GetDateTimeOffset(ReleaseRow.AsOf) : null;
        return ReleaseSchedule.IsDue(wave, asOf, night);
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
        var tree = new TreeSums(wave, release, gate ?? ReleaseGate.Check);
        await tree.OpenCollectionsAsync(tables, cancellationToken);

        var buckets = new OrderedDictionary<int, IReadOnlyDictionary<SchoolId, SchoolTally>>();
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Nodes, cancellationToken))
        {
            var node = PinnedRows.ReadNode(row);
            await tree.EnterAsync(node);
            if (node.Bucket is not { } number)
                continue;

            // Buckets were filled in path order, but for schools that came in late: each is read once.
            if (!buckets.TryGetValue(number, out var bucket))
            {
                bucket = await fold.TallyAsync(new ResponsesPartition(wave.Tenant, wave.Id, number), cancellationToken);
                if (buckets.Count == MostBuckets)
                    buckets.RemoveAt(0);
                buckets.Add(number, bucket);
            }
            tree.AddSchool(node, bucket.GetValueOrDefault(node.School));
        }
        await tree.CloseAllAsync();
        return await release.PublishAsync(cancellationToken);
    }
}

/// <summary>
/// What was about to be released would show what must stay hidden, or what was not counted. Nothing of it is seen; readers keep the
/// release before. It is a defect of ours, never something that an operator or a respondent did.
/// </summary>
/// <param name="scope">Whose figures they are.</param>
/// <param name="problems">Which of them, in words without the figures.</param>
public sealed class ReleaseRefusedException(ScopeId scope, IReadOnlyList<string> problems)
    : Exception($"The figures of {scope} do not pass the checks: {string.Join("; ", problems)}.");

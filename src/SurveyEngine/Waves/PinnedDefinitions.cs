using SurveyEngine.Keys;

using Surveys.Definitions;
using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// Survey versions and wave definitions are replaced until a wave pins them. An opening marks the rows that it read by their ETags before
/// it publishes its wave, each with the wave's id, and a replacement replaces rows without a mark by theirs: of the two at once exactly one
/// goes on. A mark stays, also if the opening died, until its wave is deleted. Rows that an earlier version opened have none: there the
/// waves' own rows tell.
/// </summary>
public sealed class PinnedDefinitions(ITableStore tables)
{
    private const string PinnedBy = "PinnedBy";

    /// <summary>Row keys of what is pinned in <c>Definitions</c>, each with a wave that pins it or was about to; of a wave itself.</summary>
    public async Task<IReadOnlyDictionary<string, WaveId>> FindAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var pinned = new Dictionary<string, WaveId>(StringComparer.Ordinal);
        var loaded = new List<WaveId>();
        foreach (var range in new[] { DefinitionsKeys.Surveys, DefinitionsKeys.Waves })
        {
            await foreach (var row in tables.QueryAsync(StoreNames.Definitions, tenant.Value, range, cancellationToken))
            {
                if (MarksOf(row) is [var wave, ..])
                    pinned[row.RowKey] = new WaveId(wave);
                if (range == DefinitionsKeys.Waves)
                    loaded.Add(DefinitionsKeys.WaveOf(row.RowKey));
            }
        }
        foreach (var id in loaded)
        {
            if (await tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(tenant, id), WavesKeys.Wave, cancellationToken) is not { } row)
                continue;
            var opened = WaveRow.WaveOf(row);
            pinned[DefinitionsKeys.Wave(id)] = id;
            var survey = DefinitionsKeys.Survey(opened.Survey, opened.Version);
            // A rehearsal can be cleared; what a wave pins stays whatever is cleared.
            if (!opened.IsRehearsal || !pinned.ContainsKey(survey))
                pinned[survey] = id;
        }
        return pinned;
    }

    /// <summary>
    /// Replaces all of them in one transaction, and adds those that are not stored; or none, if a wave pins one of them. Of a wave that has
    /// opened only its title and times may differ, for <see cref="MendWave"/> and <see cref="ChangeWaveState.RescheduleAsync"/>.
    /// </summary>
    /// <returns>Those that are pinned, as <see cref="FindAsync"/> has them; none: all were replaced.</returns>
    /// <exception cref="InvalidRowChangeException">They are too many or too large for one transaction; nothing was written.</exception>
    public async Task<IReadOnlyDictionary<string, WaveId>> ReplaceAsync(
        TenantId tenant,
        IReadOnlyList<Stored<SurveyVersion>> surveys,
        IReadOnlyList<Stored<WaveDefinition>> waves,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var changes = new List<RowChange>();
            var free = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in surveys.Select(survey => DefinitionStore.RowOf(tenant, survey)).Concat(waves.Select(wave => DefinitionStore.RowOf(tenant, wave))))
            {
                var stored = await tables.GetAsync(StoreNames.Definitions, tenant.Value, row.RowKey, cancellationToken);
                if (stored is not null && IsOfSameStructure(stored, row))
                {
                    // What a wave pinned of it is the same.
                    row[PinnedBy] = stored.GetString(PinnedBy);
                    free.Add(row.RowKey);
                }
                changes.Add(stored is null ? new(RowChangeType.Add, row) : new(RowChangeType.UpdateReplace, row, stored.ETag));
            }
            if (changes.Count == 0)
                return new Dictionary<string, WaveId>();

            // After the ETags were read: what is marked from here on has others.
            var pinned = await FindAsync(tenant, cancellationToken);
            var refused = changes.Select(change => change.Entity.RowKey).Where(key => pinned.ContainsKey(key) && !free.Contains(key)).ToDictionary(key => key, key => pinned[key]);
            if (refused.Count > 0 || await CommitAsync(changes, cancellationToken))
                return refused;
        }
    }

    /// <summary>They differ in title and times at most.</summary>
    public static bool IsOfSameStructure(WaveDefinition one, WaveDefinition other) =>
        one with { Title = other.Title, OpensAt = other.OpensAt, ClosesAt = other.ClosesAt } == other;

    /// <summary>From here on they are not replaced. False: one was replaced since the plan was made, and nothing is marked.</summary>
    internal async Task<bool> PinAsync(WavePlan plan, CancellationToken cancellationToken)
    {
        var tenant = plan.Tenant.Id;
        var wave = plan.Definition.Value.Id;
        var planned = new[] { DefinitionStore.RowOf(tenant, plan.Survey), DefinitionStore.RowOf(tenant, plan.Definition) };
        while (true)
        {
            var marks = new List<RowChange>();
            foreach (var row in planned)
            {
                if (await tables.GetAsync(StoreNames.Definitions, tenant.Value, row.RowKey, cancellationToken) is not { } stored
                    || !DefinitionStore.AreSame(row, stored))
                {
                    return false;
                }
                if (MarksOf(stored).Contains(wave.Value))
                    continue;
                stored[PinnedBy] = string.Join(';', [.. MarksOf(stored), wave.Value]);
                marks.Add(new RowChange(RowChangeType.UpdateReplace, stored, stored.ETag));
            }
            if (marks.Count == 0 || await CommitAsync(marks, cancellationToken))
                return true;
        }
    }

    /// <summary>Of a wave that is deleted: what no other pins can be replaced again.</summary>
    public async Task UnpinAsync(Wave wave, CancellationToken cancellationToken)
    {
        while (await tables.GetAsync(
            StoreNames.Definitions, wave.Tenant.Value, DefinitionsKeys.Survey(wave.Survey.Id, wave.Survey.Version), cancellationToken) is { } row
            && MarksOf(row).Contains(wave.Id.Value))
        {
            row[PinnedBy] = MarksOf(row).Length == 1 ? null : string.Join(';', MarksOf(row).Where(mark => mark != wave.Id.Value));
            await CommitAsync([new RowChange(RowChangeType.UpdateReplace, row, row.ETag)], cancellationToken);
        }
    }

    private static string[] MarksOf(TableRow row) => row.GetString(PinnedBy)?.Split(';') ?? [];

    private static bool IsOfSameStructure(TableRow stored, TableRow row) =>
        DefinitionStore.WaveOf(stored) is { } before && DefinitionStore.WaveOf(row) is { } after && IsOfSameStructure(before, after);

    /// <summary>False: somebody changed one of them meanwhile.</summary>
    private async Task<bool> CommitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        TableLimits.Check(changes);
        return await tables.CommitAsync(StoreNames.Definitions, changes, cancellationToken) switch
        {
            CommitResult.Committed => true,
            CommitResult.Refused { Refusal: CommitRefusal.Invalid } => throw new InvalidDataException(
                $"The storage does not take {string.Join(", ", changes.Select(change => change.Entity.RowKey))}. Nothing was written."),
            _ => false,
        };
    }
}

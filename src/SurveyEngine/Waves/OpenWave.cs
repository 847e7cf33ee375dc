using SurveyEngine.Keys;

using Surveys.Ids;
using Surveys.Readings;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Waves;

public enum WaveOpening
{
    Opened,

    /// <summary>It had been opened before; nothing was changed.</summary>
    WasOpen,

    /// <summary>It has closed; nothing was changed. Until it has settled it can be opened again.</summary>
    WasClosed,

    /// <summary>It has settled, for good.</summary>
    WasSettled,
}

/// <summary>
/// Opens a wave: pins its survey version, the part of the organisation tree it asks about, the collections and the buckets.
/// What of it could be replaced is marked first. Everything is written before the wave's own row, under a key of this attempt, so that a
/// wave that was half pinned when a process died is not open, and of several attempts at once exactly one counts.
/// </summary>
public sealed class OpenWave(ITableStore tables, PlanWave plans, PinnedDefinitions definitions, WaveIndex index, TimeProvider time)
{
    /// <exception cref="StoreUnavailableException">The store failed; opening the wave again starts over.</exception>
    public async Task<Reading<WaveOpening, DefinitionProblem>> OpenAsync(TenantId tenantId, WaveId id, CancellationToken cancellationToken)
    {
        if (await FindOpenedAsync(tenantId, id, cancellationToken) is { } opened)
            return opened;
        var reading = await plans.ReadAsync(tenantId, id, cancellationToken);
        if (reading.Value is not { } plan)
            return Reading<WaveOpening, DefinitionProblem>.Failed(reading.Problems);
        if (!await index.ClaimAsync(id, tenantId, cancellationToken))
            return new DefinitionProblem("", $"Another tenant has a wave '{id}'. Wave ids stand alone in addresses: choose another.");

        if (plan.Times.ClosesAt <= time.GetUtcNow())
            return new DefinitionProblem("", $"Wave '{id}' closes at {plan.Definition.Value.ClosesAt}, which is over: load it with a later time.");
        if (!await definitions.PinAsync(plan, cancellationToken))
            return await OpenAsync(tenantId, id, cancellationToken);

        var wave = new Wave
        {
            Tenant = tenantId,
            TenantName = plan.Tenant.Name,
            TimeZone = plan.Tenant.TimeZone,
            Id = id,
            State = WaveState.Open,
            Definition = plan.Definition.Value,
            Survey = plan.Survey.Value,
            Layout = new TallyLayout(plan.Survey.Value),
            Buckets = plan.Schools.Last().Bucket!.Value + 1,
            Schools = plan.Schools.Count(),
            Root = plan.Nodes[0].Id,
            IsPublic = plan.Definition.Value.IsPublic,
            Times = plan.Times,
            OpenedAt = time.GetUtcNow(),
            Opening = Guid.NewGuid().ToString("N"),
        };
        var pinned = PinnedRowsOf(wave.PinnedPartition, plan).ToList();
        await PinnedRows.CommitAsync(tables, pinned, RowChangeType.UpsertReplace, cancellationToken);
        return await PublishAsync(wave, plan, pinned, cancellationToken) ? WaveOpening.Opened : WaveOpening.WasOpen;
    }

    /// <summary>Null: it has not opened.</summary>
    private async Task<WaveOpening?> FindOpenedAsync(TenantId tenant, WaveId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(tenant, id), WavesKeys.Wave, cancellationToken);
        return row is null ? null : WaveRow.StateOf(row) switch
        {
            WaveState.Closing => WaveOpening.WasClosed,
            WaveState.Settled => WaveOpening.WasSettled,
            _ => WaveOpening.WasOpen,
        };
    }

    private static IEnumerable<TableRow> PinnedRowsOf(string partition, WavePlan plan)
    {
        foreach (var node in plan.Nodes)
        {
            yield return PinnedRows.OfNode(partition, node);
            if (node.Bucket is { } bucket)
                yield return PinnedRows.OfSchool(partition, new PinnedSchool(node.School, node.Name, bucket));
        }
        foreach (var collection in plan.Organisations.Collections)
            yield return PinnedRows.OfCollection(partition, collection);
    }

    /// <summary>False: another attempt was first; what this one pinned is removed again.</summary>
    private async Task<bool> PublishAsync(Wave wave, WavePlan plan, List<TableRow> pinned, CancellationToken cancellationToken)
    {
        var row = WaveRow.Of(wave, plan.Survey.Json.Span, plan.Definition.Json.Span);
        var result = await tables.CommitAsync(
            StoreNames.Waves, [new RowChange(RowChangeType.Add, row)], cancellationToken);
        if (result is CommitResult.Committed)
            return true;
        if (result is CommitResult.Refused { Refusal: CommitRefusal.Invalid })
            throw new InvalidDataException($"The store does not take the row of wave {wave.Id}: its survey is too large.");
        // A retry below us may have met the row that its own first try wrote.
        var winner = await tables.GetAsync(StoreNames.Waves, row.PartitionKey, row.RowKey, cancellationToken);
        if (winner is not null && WaveRow.OpeningOf(winner) == wave.Opening)
            return true;
        await PinnedRows.CommitAsync(tables, pinned, RowChangeType.Delete, cancellationToken);
        return false;
    }
}

using Azure;

using SurveyEngine.Keys;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;
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
/// Everything is written before the wave's own row, under a key of this attempt, so that a wave that was half pinned when a
/// process died is not open, and of several attempts at once exactly one counts.
/// </summary>
public sealed class OpenWave(ITableStore tables, DefinitionStore definitions, WaveIndex index, TimeProvider time)
{
    /// <summary>A fold names every tally of a bucket in one transaction.</summary>
    public const int SchoolsPerBucket = 50;

    private const int RowsPerCommit = 100;

    /// <exception cref="StoreUnavailableException">The store failed; opening the wave again starts over.</exception>
    public async Task<Reading<WaveOpening, DefinitionProblem>> OpenAsync(TenantId tenantId, WaveId id, CancellationToken cancellationToken)
    {
        if (await definitions.FindTenantAsync(tenantId, cancellationToken) is not { } tenant)
            return Problem($"There is no tenant '{tenantId}': load it first.");
        if (await FindOpenedAsync(tenantId, id, cancellationToken) is { } opened)
            return opened;
        if (await definitions.FindWaveAsync(tenantId, id, cancellationToken) is not { } definition)
            return Problem($"Tenant '{tenantId}' has no wave '{id}': load it first.");
        if (await definitions.FindSurveyAsync(tenantId, definition.Value.Survey, definition.Value.Version, cancellationToken) is not { } survey)
            return Problem($"Wave '{id}' names survey '{definition.Value.Survey}' version {definition.Value.Version}, which is not loaded.");
        if (await definitions.FindOrganisationsAsync(tenantId, cancellationToken) is not { } tree)
            return Problem($"Tenant '{tenantId}' has no organisations: load them first.");
        if (definition.Value.Under is { } under && !tree.Contains(under))
            return Problem($"Wave '{id}' is under '{under}', which is no organisation or collection of the tenant.");

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(tenant.TimeZone, out var zone))
            return Problem($"This machine knows no time zone '{tenant.TimeZone}', that of tenant '{tenantId}'.");
        var times = WaveTimes.Read(definition.Value, zone);
        if (times.Value is null)
            return Reading<WaveOpening, DefinitionProblem>.Failed(times.Problems);
        if (times.Value.ClosesAt <= time.GetUtcNow())
            return Problem($"Wave '{id}' closes at {definition.Value.ClosesAt}, which is over: load it with a later time.");

        var nodes = Pin(tree, definition.Value, survey.Value.Audience);
        var schools = nodes.Count(node => node.Bucket is not null);
        if (schools == 0)
            return Problem($"Nobody would answer wave '{id}': no {(survey.Value.Audience == Audience.Member ? "member" : "school")} is in its part of the tree.");
        var buckets = ((schools - 1) / SchoolsPerBucket) + 1;
        if (buckets > ResponsesPartition.MaxBuckets)
            return Problem($"Wave '{id}' has {schools} schools; {ResponsesPartition.MaxBuckets * SchoolsPerBucket} is the most one wave can have.");
        if (!await index.ClaimAsync(id, tenantId, cancellationToken))
            return Problem($"Another tenant has a wave '{id}'. Wave ids stand alone in addresses: choose another.");

        var wave = new Wave
        {
            Tenant = tenantId,
            TenantName = tenant.Name,
            TimeZone = tenant.TimeZone,
            Id = id,
            State = WaveState.Open,
            Definition = definition.Value,
            Survey = survey.Value,
            Layout = new TallyLayout(survey.Value),
            Buckets = buckets,
            Schools = schools,
            Root = nodes[0].Id,
            Times = times.Value,
            OpenedAt = time.GetUtcNow(),
            Opening = Guid.NewGuid().ToString("N"),
        };
        var pinned = PinnedRowsOf(wave.PinnedPartition, nodes, tree).ToList();
        await CommitAsync(pinned, RowChangeType.UpsertReplace, cancellationToken);
        return await PublishAsync(wave, survey, definition, pinned, cancellationToken) ? WaveOpening.Opened : WaveOpening.WasOpen;
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

    private static DefinitionProblem Problem(string message) => new("", message);

    /// <summary>The nodes of the wave in path order, schools in buckets of 50 in the same order.</summary>
    internal static List<WaveNode> Pin(OrganisationTree tree, WaveDefinition definition, Audience audience)
    {
        // Above the node that a wave is under there would be scopes with the same figures under a larger name.
        var root = definition.Under is { } under && tree.FindNode(under) is { } top ? top.Path.Count - 1 : 0;
        var nodes = new List<WaveNode>();
        var schools = 0;
        foreach (var (node, answers) in tree.Pin(audience, definition.Under))
        {
            if (node.Path.Count <= root)
                continue;
            nodes.Add(new WaveNode
            {
                Path = [.. node.Path.Skip(root)],
                Name = node.Name,
                Kind = node.Kind,
                Population = answers ? PopulationOf(node, definition.Population) : null,
                Bucket = answers ? schools++ / SchoolsPerBucket : null,
                Collections = [.. tree.CollectionsOf(node).Select(collection => collection.Id)],
            });
        }
        return nodes;
    }

    private static int? PopulationOf(OrganisationNode node, Population population) => population switch
    {
        Population.Students => node.Enrolment,
        Population.Households => node.Households,
        Population.Staff => node.Staff,
        _ => null,
    };

    private static IEnumerable<TableRow> PinnedRowsOf(string partition, List<WaveNode> nodes, OrganisationTree tree)
    {
        foreach (var node in nodes)
        {
            yield return PinnedRows.OfNode(partition, node);
            if (node.Bucket is { } bucket)
                yield return PinnedRows.OfSchool(partition, new PinnedSchool(new SchoolId(node.Id.Value), node.Name, bucket));
        }
        foreach (var collection in tree.Collections)
            yield return PinnedRows.OfCollection(partition, collection);
    }

    /// <summary>False: another attempt was first; what this one pinned is removed again.</summary>
    private async Task<bool> PublishAsync(
        Wave wave, Stored<SurveyVersion> survey, Stored<WaveDefinition> definition, List<TableRow> pinned, CancellationToken cancellationToken)
    {
        var row = WaveRow.Of(wave, survey.Json.Span, definition.Json.Span);
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
        await CommitAsync(pinned, RowChangeType.Delete, cancellationToken);
        return false;
    }

    private async Task CommitAsync(IReadOnlyList<TableRow> rows, RowChangeType type, CancellationToken cancellationToken)
    {
        foreach (var chunk in rows.Chunk(RowsPerCommit))
        {
            var actions = chunk.Select(row => new RowChange(type, row, ETag.All)).ToList();
            if (await tables.CommitAsync(StoreNames.Waves, actions, cancellationToken) is CommitResult.Refused refused)
            {
                throw new StoreUnavailableException(
                    $"Row {chunk[Math.Max(0, refused.Index)].RowKey} of a wave was refused ({refused.Refusal}); open the wave again.");
            }
        }
    }
}

using SurveyEngine.Keys;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;
using Surveys.Readings;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// Tenants, survey versions, organisations, wave definitions and languages of pages as an operator loads them. Everything was validated before it
/// is saved; a wave pins its own copy when it opens, so that nothing loaded later changes it.
/// </summary>
public sealed class DefinitionStore(ITableStore tables)
{
    private const string Json = "Json";
    private const string Change = "Change";

    /// <summary>Beside the row that every change of organisations replaces.</summary>
    private const int RowsPerCommit = 99;

    public Task SaveTenantAsync(TenantDefinition tenant, CancellationToken cancellationToken)
    {
        var row = new TableRow(tenant.Id.Value, DefinitionsKeys.Tenant) { ["Name"] = tenant.Name, ["TimeZone"] = tenant.TimeZone };
        return SaveAsync(row, cancellationToken);
    }

    /// <summary>Null: there is no such tenant.</summary>
    public async Task<TenantDefinition?> FindTenantAsync(TenantId id, CancellationToken cancellationToken) =>
        await tables.GetAsync(StoreNames.Definitions, id.Value, DefinitionsKeys.Tenant, cancellationToken) is { } row
            ? new TenantDefinition { Id = id, Name = row.GetString("Name")!, TimeZone = row.GetString("TimeZone")! }
            : null;

    public async Task<Stored<SurveyVersion>?> FindSurveyAsync(
        TenantId tenant, SurveyId id, int version, CancellationToken cancellationToken) =>
        await FindAsync(tenant, DefinitionsKeys.Survey(id, version), static json => SurveyReader.Read(json), cancellationToken);

    /// <summary>No wave pins it: pages have its words as soon as they read it again.</summary>
    public Task SaveLanguageAsync(TenantId tenant, Stored<LanguageDefinition> language, CancellationToken cancellationToken) =>
        SaveAsync(JsonRow(tenant, DefinitionsKeys.Language(language.Value.Language), language.Json), cancellationToken);

    /// <summary>Null: the tenant brought none of this tag.</summary>
    public async Task<Stored<LanguageDefinition>?> FindLanguageAsync(TenantId tenant, string tag, CancellationToken cancellationToken) =>
        await FindAsync(tenant, DefinitionsKeys.Language(tag), static json => LanguageReader.Read(json), cancellationToken);

    public async Task<Stored<WaveDefinition>?> FindWaveAsync(TenantId tenant, WaveId id, CancellationToken cancellationToken) =>
        await FindAsync(tenant, DefinitionsKeys.Wave(id), static json => WaveReader.Read(json), cancellationToken);

    /// <summary>The waves that are defined, opened or not, in the order of their ids.</summary>
    public async Task<IReadOnlyList<WaveId>> ListWavesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var waves = new List<WaveId>();
        await foreach (var row in tables.QueryAsync(StoreNames.Definitions, tenant.Value, DefinitionsKeys.Waves, cancellationToken))
            waves.Add(DefinitionsKeys.WaveOf(row.RowKey));
        return waves;
    }

    /// <summary>
    /// Replaces the tenant's organisations: writes what differs and removes what is no longer there. Up to 99 rows change in
    /// one transaction; more are not atomic, parents come before children: run it again if it stops. One that moves is never there twice,
    /// and of two changes at once one begins anew, as each may break what the other relies on.
    /// </summary>
    /// <param name="basis">What was compared with: what somebody has changed or added since is not overwritten. Null: what is stored now.</param>
    /// <exception cref="InvalidDataException">A row that no storage takes; nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">Somebody else changed them meanwhile, or the store failed: compare and load again.</exception>
    public async Task SaveOrganisationsAsync(
        TenantId tenant,
        IReadOnlyList<OrganisationRow> organisations,
        IReadOnlyList<CollectionRow> collections,
        CancellationToken cancellationToken,
        LoadedOrganisations? basis = null)
    {
        basis ??= await ReadOrganisationsAsync(tenant, cancellationToken);
        var stored = basis.Rows.ToDictionary(row => row.RowKey, StringComparer.Ordinal);
        var written = new List<RowChange>();
        foreach (var row in collections.Select(row => OrganisationRows.Of(tenant, row)).Concat(organisations.Select(row => OrganisationRows.Of(tenant, row))))
        {
            if (!stored.Remove(row.RowKey, out var existing))
                written.Add(new RowChange(RowChangeType.Add, row));
            else if (!row.HasSameProperties(existing))
                written.Add(new RowChange(RowChangeType.UpdateReplace, row, existing.ETag));
        }
        // What is of one id, its new place and its old one, is in one transaction.
        var changes = written.OrderBy(change => change.Entity.RowKey, StringComparer.Ordinal)
            .Concat(stored.Values.OrderByDescending(row => row.RowKey, StringComparer.Ordinal).Select(row => new RowChange(RowChangeType.Delete, row, row.ETag)))
            .GroupBy(change => DefinitionsKeys.IdOf(change.Entity.RowKey), StringComparer.Ordinal);
        await CommitAsync(tenant, [.. ChunksOf(changes)], basis.Latest, cancellationToken);
    }

    /// <param name="latest">The row that every change replaces, as it was when the changes were judged; null: there was none.</param>
    private async Task CommitAsync(TenantId tenant, IReadOnlyList<RowChange[]> chunks, TableRow? latest, CancellationToken cancellationToken)
    {
        // Before the first is written: a row that no try gets in must not be met half-way.
        foreach (var chunk in chunks)
            Require(chunk);
        foreach (var chunk in chunks)
        {
            var change = new TableRow(tenant.Value, DefinitionsKeys.Organisations) { [Change] = Guid.NewGuid().ToString("N") };
            var replaced = latest is null ? new RowChange(RowChangeType.Add, change) : new(RowChangeType.UpdateReplace, change, latest.ETag);
            var result = await tables.CommitAsync(StoreNames.Definitions, [.. chunk, replaced], cancellationToken);
            // What is stored tells, also if a retry below us met what its own first try wrote.
            latest = await FindLatestChangeAsync(tenant, cancellationToken);
            if (latest?.HasSameProperties(change) == true)
                continue;
            throw result is CommitResult.Refused { Refusal: CommitRefusal.Invalid, Index: var index }
                ? new InvalidDataException($"Row {chunk[Math.Clamp(index, 0, chunk.Length - 1)].Entity.RowKey} or one beside it does not fit the storage. Correct what it is made of and load it again.")
                : new StoreUnavailableException($"Somebody else changed the organisations of {tenant} meanwhile: load them again.");
        }
    }

    private Task<TableRow?> FindLatestChangeAsync(TenantId tenant, CancellationToken cancellationToken) =>
        tables.GetAsync(StoreNames.Definitions, tenant.Value, DefinitionsKeys.Organisations, cancellationToken);

    private static IEnumerable<RowChange[]> ChunksOf(IEnumerable<IEnumerable<RowChange>> groups)
    {
        var chunk = new List<RowChange>(RowsPerCommit);
        foreach (var group in groups.Select(group => group.ToList()))
        {
            if (chunk.Count + group.Count > RowsPerCommit)
            {
                yield return [.. chunk];
                chunk.Clear();
            }
            chunk.AddRange(group);
        }
        if (chunk.Count > 0)
            yield return [.. chunk];
    }

    /// <summary>What was loaded, as it was written; line numbers are those of files in the order of the keys.</summary>
    public async Task<LoadedOrganisations> ReadOrganisationsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        // First: what changes while the rest is read makes it old.
        var latest = await FindLatestChangeAsync(tenant, cancellationToken);
        var nodes = await tables.QueryAsync(StoreNames.Definitions, tenant.Value, DefinitionsKeys.Nodes, cancellationToken).ToListAsync(cancellationToken);
        var collections = await tables.QueryAsync(StoreNames.Definitions, tenant.Value, DefinitionsKeys.Collections, cancellationToken)
            .ToListAsync(cancellationToken);
        return new LoadedOrganisations(
            [.. nodes.Select((row, i) => OrganisationRows.ReadOrganisation(row, i + 2))],
            [.. collections.Select((row, i) => OrganisationRows.ReadCollection(row, i + 2))])
        {
            Rows = [.. nodes, .. collections],
            Latest = latest,
        };
    }

    /// <summary>Null: none were loaded.</summary>
    public async Task<OrganisationTree?> FindOrganisationsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var loaded = await ReadOrganisationsAsync(tenant, cancellationToken);
        return loaded.Organisations.Count == 0
            ? null
            : Require(OrganisationTree.Build(loaded.Organisations, loaded.Collections), $"the organisations of {tenant}");
    }

    internal static TableRow RowOf(TenantId tenant, Stored<SurveyVersion> survey) =>
        JsonRow(tenant, DefinitionsKeys.Survey(survey.Value.Id, survey.Value.Version), survey.Json);

    internal static TableRow RowOf(TenantId tenant, Stored<WaveDefinition> wave) => JsonRow(tenant, DefinitionsKeys.Wave(wave.Value.Id), wave.Json);

    /// <summary>Null: it is the row of something else.</summary>
    internal static WaveDefinition? WaveOf(TableRow row) =>
        row.RowKey.StartsWith(DefinitionsKeys.Waves.From, StringComparison.Ordinal) ? WaveReader.Read(ChunkedBinary.Read(row, Json)).Value : null;

    /// <summary>Whether two rows hold the same definition, byte for byte.</summary>
    internal static bool AreSame(TableRow one, TableRow other) =>
        ChunkedBinary.Read(one, Json).AsSpan().SequenceEqual(ChunkedBinary.Read(other, Json));

    private static TableRow JsonRow(TenantId tenant, string rowKey, ReadOnlyMemory<byte> json)
    {
        var row = new TableRow(tenant.Value, rowKey);
        ChunkedBinary.Write(row, Json, json.Span);
        return row;
    }

    private async Task<Stored<T>?> FindAsync<T>(
        TenantId tenant, string rowKey, Func<ReadOnlyMemory<byte>, Reading<T, DefinitionProblem>> read, CancellationToken cancellationToken)
        where T : class
    {
        if (await tables.GetAsync(StoreNames.Definitions, tenant.Value, rowKey, cancellationToken) is not { } row)
            return null;
        var json = ChunkedBinary.Read(row, Json);
        return new Stored<T>(Require(read(json), $"{rowKey} of {tenant}"), json);
    }

    private async Task SaveAsync(TableRow row, CancellationToken cancellationToken)
    {
        RowChange[] save = [new(RowChangeType.UpsertReplace, row)];
        Require(save);
        if (await tables.CommitAsync(StoreNames.Definitions, save, cancellationToken) is CommitResult.Refused)
            throw new InvalidDataException($"Row {row.RowKey} does not fit the storage. Correct what it is made of and load it again.");
    }

    private static void Require(RowChange[] actions)
    {
        try
        {
            TableLimits.Check(actions);
        }
        catch (InvalidRowChangeException problem)
        {
            var row = actions[Math.Max(0, problem.ActionIndex)].Entity.RowKey;
            throw new InvalidDataException(
                $"Row {row} does not fit the storage{(problem.PropertyName is { } name ? $", {name}" : "")}: {problem.Message} "
                + "Correct what it is made of and load it again. Nothing was written.", problem);
        }
    }

    private static T Require<T>(Reading<T, DefinitionProblem> reading, string what)
        where T : class =>
        reading.Value ?? throw new InvalidDataException($"What is stored as {what} is not valid: {string.Join("; ", reading.Problems)}");
}

/// <summary>A definition together with the bytes it was read from, which is what is kept and pinned.</summary>
public sealed record Stored<T>(T Value, ReadOnlyMemory<byte> Json);

/// <summary>The organisations of a tenant as somebody loaded them; none of either: nothing was loaded.</summary>
public sealed record LoadedOrganisations(IReadOnlyList<OrganisationRow> Organisations, IReadOnlyList<CollectionRow> Collections)
{
    internal IReadOnlyList<TableRow> Rows { get; init; } = [];

    /// <summary>What the last change left to be replaced by the next; null: an earlier version made it, or there was none.</summary>
    internal TableRow? Latest { get; init; }
}

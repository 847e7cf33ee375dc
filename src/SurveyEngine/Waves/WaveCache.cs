using System.Collections.Concurrent;

using SurveyEngine.Keys;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>
/// Waves and their schools by id, read once and kept. A wave is read again after <see cref="StateLifetime"/>, which is why a closing one
/// waits before it settles; its schools when its revision has grown.
/// </summary>
public sealed class WaveCache(ITableStore tables, TimeProvider time)
{
    /// <summary>How old a wave's state may be when a request acts on it.</summary>
    public static readonly TimeSpan StateLifetime = TimeSpan.FromSeconds(15);

    /// <summary>Past this many schools the cache starts again from nothing: memory stays bounded.</summary>
    private const int MostSchools = 50_000;

    private readonly DefinitionStore _definitions = new(tables);
    private readonly ConcurrentDictionary<WaveId, (Wave Wave, long? ReadAt)> _waves = new();

    // By opening: what a wave of the same id pins after it was deleted is something else. A mended one is read once per revision.
    private readonly ConcurrentDictionary<(string Opening, int Revision, SchoolId School), PinnedSchool> _schools = new();
    private readonly SharedReads<WaveId, Wave?> _waveReads = new(time);
    private readonly SharedReads<(string Opening, int Revision, SchoolId School), PinnedSchool?> _schoolReads = new(time);

    /// <summary>Null: there is no such wave. One that is loaded and has not opened is a <see cref="WaveState.Draft"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store failed, or did not answer in a time that somebody waits for.</exception>
    public Task<Wave?> FindAsync(WaveId id, CancellationToken cancellationToken) =>
        _waves.TryGetValue(id, out var cached) && cached.ReadAt is { } readAt && time.GetElapsedTime(readAt) < StateLifetime
            ? Task.FromResult<Wave?>(cached.Wave)
            : _waveReads.ReadAsync(id, () => ReadAsync(id), cancellationToken);

    /// <exception cref="UnknownWaveException">There is no such wave under this tenant.</exception>
    public async Task<Wave> RequireAsync(TenantId tenant, WaveId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } wave && wave.Tenant == tenant
            ? wave
            : throw new UnknownWaveException(tenant, id);

    /// <summary>Null: the school does not take part in the wave.</summary>
    /// <exception cref="StoreUnavailableException">As of <see cref="FindAsync"/>.</exception>
    public Task<PinnedSchool?> FindSchoolAsync(Wave wave, SchoolId id, CancellationToken cancellationToken) =>
        _schools.TryGetValue((wave.Opening, wave.Revision, id), out var cached)
            ? Task.FromResult<PinnedSchool?>(cached)
            : _schoolReads.ReadAsync((wave.Opening, wave.Revision, id), () => ReadSchoolAsync(wave, id), cancellationToken);

    /// <summary>A few schools of the wave, in the order of their ids.</summary>
    public async Task<IReadOnlyList<PinnedSchool>> FirstSchoolsAsync(Wave wave, int count, CancellationToken cancellationToken)
    {
        var schools = new List<PinnedSchool>(count);
        await foreach (var row in tables.QueryAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.Schools, cancellationToken, take: count))
            schools.Add(PinnedRows.ReadSchool(row));
        return schools;
    }

    /// <summary>The next read is fresh. What is known is kept: it need not be parsed again if it is the same.</summary>
    public void Forget(WaveId id)
    {
        _waveReads.Forget(id);
        if (_waves.TryGetValue(id, out var cached))
            _waves[id] = (cached.Wave, null);
    }

    private async Task<Wave?> ReadAsync(WaveId id)
    {
        // The age counts from before the read: what was read may have changed since.
        var readAt = time.GetTimestamp();
        var cached = _waves.GetValueOrDefault(id).Wave;
        var tenant = cached?.Tenant ?? await FindTenantAsync(id);
        if (tenant is null)
            return null;
        if (await tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(tenant.Value, id), WavesKeys.Wave, CancellationToken.None) is not { } row)
        {
            // It was deleted, and another tenant may have a wave of this id: the index tells. A draft is not kept: it may open any time.
            _waves.TryRemove(id, out _);
            var owner = cached is null ? tenant : await FindTenantAsync(id);
            return owner is null ? null : await ReadDraftAsync(owner.Value, id);
        }
        // Parsing a survey is the expensive part, and an unchanged row needs none.
        var wave = cached is not null && cached.ETag == row.ETag ? cached : WaveRow.Read(row);
        _waves[id] = (wave, readAt);
        return wave;
    }

    /// <summary>As it would open now; it has pinned nothing. Null: it is not loaded, or its survey is not.</summary>
    private async Task<Wave?> ReadDraftAsync(TenantId tenantId, WaveId id)
    {
        if (await _definitions.FindTenantAsync(tenantId, CancellationToken.None) is not { } tenant
            || await _definitions.FindWaveAsync(tenantId, id, CancellationToken.None) is not { Value: var definition }
            || await _definitions.FindSurveyAsync(tenantId, definition.Survey, definition.Version, CancellationToken.None) is not { Value: var survey })
        {
            return null;
        }
        var times = TimeZoneInfo.TryFindSystemTimeZoneById(tenant.TimeZone, out var zone) ? WaveTimes.Read(definition, zone).Value : null;
        return new Wave
        {
            Tenant = tenantId,
            TenantName = tenant.Name,
            TimeZone = tenant.TimeZone,
            Id = id,
            State = WaveState.Draft,
            Definition = definition,
            Survey = survey.For(definition.Audience),
            Layout = new TallyLayout(survey),
            IsPublic = definition.IsPublic,
            Buckets = 0,
            Schools = 0,
            Root = definition.Under ?? new ScopeId(tenantId.Value),
            Opening = "",
            Times = times is { OpensAt: var opens } && opens > time.GetUtcNow() ? times : new WaveTimes(null, times?.ClosesAt),
        };
    }

    private async Task<PinnedSchool?> ReadSchoolAsync(Wave wave, SchoolId id)
    {
        var row = await tables.GetAsync(StoreNames.Waves, wave.PinnedPartition, WavesKeys.School(id), CancellationToken.None);
        if (row is null)
            return null;
        if (_schools.Count >= MostSchools)
            _schools.Clear();
        return _schools[(wave.Opening, wave.Revision, id)] = PinnedRows.ReadSchool(row);
    }

    private async Task<TenantId?> FindTenantAsync(WaveId id)
    {
        var row = await tables.GetAsync(StoreNames.Waves, WavesKeys.IndexPartition, id.Value, CancellationToken.None);
        return row is null ? null : new TenantId(row.GetString(WaveIndex.Tenant)!);
    }
}

/// <summary>Something stored names a wave that does not exist, or that belongs to another tenant.</summary>
public sealed class UnknownWaveException(TenantId tenant, WaveId wave)
    : Exception($"Tenant {tenant} has no wave {wave}.");

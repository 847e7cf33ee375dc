using System.Collections.Concurrent;

using Surveys.Ids;

using SurveyStore.Contract;
using SurveyStore.Keys;

namespace SurveyStore.Waves;

/// <summary>
/// Waves and their schools by id, read once and kept. What a wave pinned never changes; its state is read again after
/// <see cref="StateLifetime"/>, which is why a closing wave waits before it settles.
/// </summary>
public sealed class WaveCache(ITableStore tables, TimeProvider time)
{
    /// <summary>How old a wave's state may be when a request acts on it.</summary>
    public static readonly TimeSpan StateLifetime = TimeSpan.FromSeconds(15);

    /// <summary>Past this many schools the cache starts again from nothing: memory stays bounded.</summary>
    private const int MostSchools = 50_000;

    private readonly ConcurrentDictionary<WaveId, (Wave Wave, long ReadAt)> _waves = new();
    private readonly ConcurrentDictionary<(WaveId, SchoolId), PinnedSchool> _schools = new();

    /// <summary>Null: there is no such wave, or it never opened.</summary>
    public async Task<Wave?> FindAsync(WaveId id, CancellationToken cancellationToken)
    {
        if (_waves.TryGetValue(id, out var cached) && time.GetElapsedTime(cached.ReadAt) < StateLifetime)
            return cached.Wave;

        // The age counts from before the read: what was read may have changed since.
        var readAt = time.GetTimestamp();
        var tenant = cached.Wave?.Tenant ?? await FindTenantAsync(id, cancellationToken);
        if (tenant is null
            || await tables.GetAsync(StoreNames.Waves, WavesKeys.Partition(tenant.Value, id), WavesKeys.Wave, cancellationToken) is not { } row)
        {
            return null;
        }
        // Parsing a survey is the expensive part, and an unchanged row needs none.
        var wave = cached.Wave is { } known && known.ETag == row.ETag ? known : WaveRow.Read(row);
        _waves[id] = (wave, readAt);
        return wave;
    }

    /// <exception cref="UnknownWaveException">There is no such wave under this tenant.</exception>
    public async Task<Wave> RequireAsync(TenantId tenant, WaveId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } wave && wave.Tenant == tenant
            ? wave
            : throw new UnknownWaveException(tenant, id);

    /// <summary>Null: the school does not take part in the wave.</summary>
    public async Task<PinnedSchool?> FindSchoolAsync(Wave wave, SchoolId id, CancellationToken cancellationToken)
    {
        if (_schools.TryGetValue((wave.Id, id), out var cached))
            return cached;

        var row = await tables.GetAsync(
            StoreNames.Waves, wave.PinnedPartition, WavesKeys.School(id), cancellationToken);
        if (row is null)
            return null;
        if (_schools.Count >= MostSchools)
            _schools.Clear();
        return _schools[(wave.Id, id)] = PinnedRows.ReadSchool(row);
    }

    /// <summary>A few schools of the wave, in the order of their ids.</summary>
    public async Task<IReadOnlyList<PinnedSchool>> FirstSchoolsAsync(Wave wave, int count, CancellationToken cancellationToken)
    {
        var schools = new List<PinnedSchool>(count);
        var range = WavesKeys.Schools;
        await foreach (var row in tables.QueryAsync(
            StoreNames.Waves, wave.PinnedPartition, range.From, range.To, count, cancellationToken))
        {
            schools.Add(PinnedRows.ReadSchool(row));
        }
        return schools;
    }

    /// <summary>Forgets the state it knows, so that the next read is fresh.</summary>
    public void Forget(WaveId id) => _waves.TryRemove(id, out _);

    private async Task<TenantId?> FindTenantAsync(WaveId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(StoreNames.Waves, WavesKeys.IndexPartition, id.Value, cancellationToken);
        return row is null ? null : new TenantId(row.GetString(WaveIndex.Tenant)!);
    }
}

using System.Collections.Concurrent;

using SurveyEngine.Waves;

using Surveys.Ids;

namespace SurveyEngine.People;

/// <summary>People by id, each read at most once a minute: so long may a revocation take to be seen.</summary>
public sealed class PeopleCache(ManagePeople people, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Past this many the cache starts again from nothing: memory stays bounded, whatever ids are made up.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(TenantId, string), (Person? Person, long ReadAt)> _people = new();
    private readonly SharedReads<(TenantId, string), Person?> _reads = new(time);

    /// <summary>Null: the tenant has no such person.</summary>
    /// <exception cref="SurveyStorage.StoreUnavailableException">The store failed, or did not answer in a time that somebody waits for.</exception>
    public Task<Person?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        _people.TryGetValue((tenant, id), out var cached) && time.GetElapsedTime(cached.ReadAt) < Lifetime
            ? Task.FromResult(cached.Person)
            : _reads.ReadAsync((tenant, id), () => ReadAsync(tenant, id), cancellationToken);

    /// <summary>The next read is fresh.</summary>
    public void Forget(TenantId tenant, string id)
    {
        _reads.Forget((tenant, id));
        _people.TryRemove((tenant, id), out _);
    }

    private async Task<Person?> ReadAsync(TenantId tenant, string id)
    {
        var readAt = time.GetTimestamp();
        var person = await people.FindAsync(tenant, id, CancellationToken.None);
        if (_people.Count >= Most)
            _people.Clear();
        _people[(tenant, id)] = (person, readAt);
        return person;
    }
}

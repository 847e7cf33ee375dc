using System.Collections.Concurrent;

namespace SurveyStorage.Sqlite;

/// <summary>The numbers of tables or queues by name. They never change, and are asked for once.</summary>
/// <param name="kind"><c>table</c> or <c>queue</c>.</param>
internal sealed class Names(string kind, Readers readers, Func<ReadConnection, string, long?> find, SqliteFailure failure)
{
    private readonly ConcurrentDictionary<string, long> _known = new(StringComparer.Ordinal);

    /// <exception cref="StoreUnavailableException">There is none of this name.</exception>
    public long Require(string name)
    {
        if (_known.TryGetValue(name, out var id))
            return id;
        id = readers.Read(connection => find(connection, name)) ?? throw failure.Missing(kind, name);
        _known[name] = id;
        return id;
    }
}

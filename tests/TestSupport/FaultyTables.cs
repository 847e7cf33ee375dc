using System.Runtime.CompilerServices;

using SurveyStorage;

namespace TestSupport;

/// <summary>
/// A real store whose network is bad: what happens around a call is up to the test, the call itself is the store's.
/// </summary>
public sealed class FaultyTables(ITableStore store) : ITableStore
{
    /// <summary>Runs in place of each commit; gets the commit to call, once, twice or not at all. Null: no trouble.</summary>
    public Func<IReadOnlyList<RowChange>, Func<Task<CommitResult>>, Task<CommitResult>>? OnCommit { get; set; }

    /// <summary>Runs before each read. Null: no trouble.</summary>
    public Func<string, Task>? OnRead { get; set; }

    /// <summary>Runs before each scan; gets its table. Null: no trouble.</summary>
    public Func<string, Task>? OnScan { get; set; }

    /// <summary>Transactions that reached this store, whatever became of them.</summary>
    public int Commits => _commits;

    /// <summary>The token of the latest commit.</summary>
    public CancellationToken LastToken { get; private set; }

    private int _commits;

    public Task CreateTableAsync(string table, CancellationToken cancellationToken) => store.CreateTableAsync(table, cancellationToken);

    public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        if (OnRead is { } trouble)
            await trouble(rowKey);
        return await store.GetAsync(table, partitionKey, rowKey, cancellationToken);
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, string from, string to, int? take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (OnRead is { } trouble)
            await trouble(from);
        await foreach (var row in store.QueryAsync(table, partitionKey, from, to, take, cancellationToken))
            yield return row;
    }

    public async IAsyncEnumerable<TableRow> ScanAsync(
        string table, string from, string to, int? take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (OnScan is { } trouble)
            await trouble(table);
        await foreach (var row in store.ScanAsync(table, from, to, take, cancellationToken))
            yield return row;
    }

    public Task<CommitResult> CommitAsync(
        string table, IReadOnlyList<RowChange> actions, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _commits);
        LastToken = cancellationToken;
        Task<CommitResult> Commit() => store.CommitAsync(table, actions, cancellationToken);
        return OnCommit is { } trouble ? trouble(actions, Commit) : Commit();
    }
}

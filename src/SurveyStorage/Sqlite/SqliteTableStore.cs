using System.Runtime.CompilerServices;

namespace SurveyStorage.Sqlite;

internal sealed class SqliteTableStore(Readers readers, GroupWriter writer, SqliteFailure failure, TimeProvider time) : ITableStore
{
    private const int MostRowsPerPage = 1000;

    private readonly Names _tables = new("table", readers, (connection, name) => connection.FindTable(name), failure);

    public Task CreateTableAsync(string table, CancellationToken cancellationToken) => writer.RunAsync(
        connection =>
        {
            connection.AddTable(table);
            return true;
        },
        rows: 1,
        cancellationToken);

    public async Task<TableRow?> GetAsync(
        string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = _tables.Require(table);
        return readers.Read(connection => connection.Get(id, partitionKey, rowKey));
    }

    public IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, string from, string to, int? take, CancellationToken cancellationToken)
    {
        var end = KeyBytes.Encode(to);
        return PagesAsync(
            table,
            new RowPosition(KeyBytes.Encode(partitionKey), KeyBytes.Encode(from)),
            (connection, id, next, most) => connection.Query(id, next, end, most),
            take,
            cancellationToken);
    }

    public IAsyncEnumerable<TableRow> ScanAsync(
        string table, string from, string to, int? take, CancellationToken cancellationToken)
    {
        var end = KeyBytes.Encode(to);
        return PagesAsync(
            table,
            new RowPosition(KeyBytes.Encode(from), []),
            (connection, id, next, most) => connection.Scan(id, next, end, most),
            take,
            cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(
        string table, IReadOnlyList<RowChange> actions, CancellationToken cancellationToken)
    {
        try
        {
            TableLimits.Check(actions);
        }
        catch (InvalidRowChangeException exception)
        {
            return new CommitResult.Refused(exception.ActionIndex, CommitRefusal.Invalid);
        }
        var transaction = new RowTransaction(_tables.Require(table), actions);
        return await writer.RunAsync(
            connection => transaction.Run(connection, time.GetUtcNow().UtcTicks), transaction.Rows, cancellationToken);
    }

    /// <summary>
    /// The next page is read while the consumer works on this one, no more than one ahead. No snapshot is held from page to page.
    /// </summary>
    private async IAsyncEnumerable<TableRow> PagesAsync(
        string table,
        RowPosition from,
        Func<ReadConnection, long, RowPosition, int, RowPage> read,
        int? take,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = take ?? int.MaxValue;
        var reading = left > 0 ? ReadAsync(from, left) : null;
        try
        {
            while (reading is not null)
            {
                var page = await reading;
                left -= page.Rows.Count;
                reading = page.Next is { } next && left > 0 ? ReadAsync(next, left) : null;
                foreach (var row in page.Rows)
                    yield return row;
            }
        }
        finally
        {
            // Who stops early may close the store next.
            if (reading is not null)
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // On the pool, so that partitions that are asked for at once are read at once.
        Task<RowPage> ReadAsync(RowPosition position, int most) =>
            Task.Run(() => ReadPage(position, Math.Min(most, MostRowsPerPage)), cancellationToken);

        RowPage ReadPage(RowPosition position, int most)
        {
            var id = _tables.Require(table);
            return readers.Read(connection => read(connection, id, position, most));
        }
    }
}

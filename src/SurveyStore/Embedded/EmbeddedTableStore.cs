using System.Runtime.CompilerServices;

using SurveyStore.Contract;
using SurveyStore.Tables;

namespace SurveyStore.Embedded;

internal sealed class EmbeddedTableStore(Readers readers, GroupWriter writer, SqliteFailure failure, TimeProvider time) : ITableStore
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

    public async Task<TableEntity?> GetAsync(
        string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = _tables.Require(table);
        return readers.Read(connection => connection.Get(id, partitionKey, rowKey));
    }

    public IAsyncEnumerable<TableEntity> QueryAsync(
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

    public IAsyncEnumerable<TableEntity> ScanAsync(
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
        string table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            TableLimits.Check(actions);
            TransactionSize.Check(table, actions);
        }
        catch (InvalidTableActionException exception)
        {
            return new CommitResult.Refused(exception.ActionIndex, CommitRefusal.Invalid);
        }
        var transaction = new RowTransaction(_tables.Require(table), actions);
        return await writer.RunAsync(
            connection => transaction.Run(connection, time.GetUtcNow().UtcTicks), transaction.Rows, cancellationToken);
    }

    /// <summary>No snapshot is held while the consumer works on a page.</summary>
    private async IAsyncEnumerable<TableEntity> PagesAsync(
        string table,
        RowPosition from,
        Func<ReadConnection, long, RowPosition, int, RowPage> read,
        int? take,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RowPosition? next = from;
        for (var left = take ?? int.MaxValue; left > 0 && next is { } position;)
        {
            var most = Math.Min(left, MostRowsPerPage);
            // On the pool, so that partitions that are asked for at once are read at once.
            var page = await Task.Run(() => ReadPage(position, most), cancellationToken);
            foreach (var row in page.Rows)
                yield return row;
            left -= page.Rows.Count;
            next = page.Next;
        }

        RowPage ReadPage(RowPosition position, int most)
        {
            var id = _tables.Require(table);
            return readers.Read(connection => read(connection, id, position, most));
        }
    }
}

using Benchmarks.Load;
using SurveyStorage;
using SurveyStorage.Sqlite;
using SurveyStore.Keys;

namespace Benchmarks.Running;

/// <summary>
/// Rows inserted one at a time, each durable before the next of its client, by the shortest way there is: what grouping is held
/// against. Everything that can be made beforehand is made beforehand, and nothing is retried.
/// </summary>
internal abstract class PlainInserts : IDisposable
{
    public static async Task<PlainInserts> IntoAsync(FreshStore store, int clients, IReadOnlyList<TableRow> rows) =>
        store.Kind == StoreKind.Azurite ? await PlainRequests.OpenAsync(store, clients, rows) : new PlainTransactions(store, rows);

    public abstract Task InsertAsync(int client, int row);

    public abstract void Dispose();

    /// <summary>"Insert entity" of the table service, over raw sockets as the load of the app.</summary>
    private sealed class PlainRequests(RawConnection[] connections, ReadOnlyMemory<byte>[] requests) : PlainInserts
    {
        private const int NoContent = 204;

        public static async Task<PlainRequests> OpenAsync(FreshStore store, int clients, IReadOnlyList<TableRow> rows)
        {
            var requests = new RawTableRequests(store.Azurite!.ConnectionString);
            var connections = new RawConnection[clients];
            for (var i = 0; i < clients; i++)
                connections[i] = await RawConnection.OpenAsync(requests.Port, blocks: clients == 1);
            return new PlainRequests(connections, [.. rows.Select(requests.Insert)]);
        }

        public override async Task InsertAsync(int client, int row)
        {
            var status = await connections[client].SendAsync(requests[row]);
            if (status != NoContent)
                throw new InvalidOperationException($"A plain insert was answered {status}.");
        }

        public override void Dispose()
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    /// <summary>
    /// A transaction and a flush for each row, on one connection that the threads take in turn: connections of their own would pause
    /// while another writes.
    /// </summary>
    private sealed class PlainTransactions : PlainInserts
    {
        private const int PagesBetweenCheckpoints = 2000;

        private readonly WriteConnection _connection;
        private readonly Connection _checkpoints;
        private readonly RowTransaction[] _rows;
        private readonly Lock _turn = new();

        public PlainTransactions(FreshStore store, IReadOnlyList<TableRow> rows)
        {
            using var names = new ReadConnection(Connection.Open(store.File, TimeSpan.Zero));
            var table = names.FindTable(StoreNames.Responses)!.Value;
            _rows = [.. rows.Select(row => new RowTransaction(table, [new(RowChangeType.Add, row)]))];
            _connection = new WriteConnection(store.File, TimeSpan.Zero);
            _checkpoints = Connection.Open(store.File, TimeSpan.Zero);
        }

        public override Task InsertAsync(int client, int row)
        {
            lock (_turn)
            {
                if (!_connection.TryBegin())
                    throw new InvalidOperationException("Somebody else writes the file.");
                _rows[row].Run(_connection, TimeProvider.System.GetUtcNow().UtcTicks);
                _connection.Commit();
                if (_connection.PagesWritten >= PagesBetweenCheckpoints)
                {
                    _connection.ForgetPages();
                    _checkpoints.CheckpointLog();
                }
            }
            return Task.CompletedTask;
        }

        public override void Dispose()
        {
            _checkpoints.Dispose();
            _connection.Dispose();
        }
    }
}

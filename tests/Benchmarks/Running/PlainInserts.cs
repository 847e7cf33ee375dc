using Benchmarks.Load;

using Microsoft.Data.Sqlite;

using SurveyStorage;

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
    /// A transaction and a flush for each row, into a file of its own with one table, on one connection that the threads take in turn:
    /// connections of their own would pause while another writes.
    /// </summary>
    private sealed class PlainTransactions : PlainInserts
    {
        private const string Schema = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE Rows (
                PartitionKey TEXT NOT NULL, RowKey TEXT NOT NULL, Properties BLOB NOT NULL, PRIMARY KEY (PartitionKey, RowKey)) WITHOUT ROWID;
            """;

        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _insert;
        private readonly List<(string PartitionKey, string RowKey, byte[] Properties)> _rows;
        private readonly Lock _turn = new();

        public PlainTransactions(FreshStore store, IReadOnlyList<TableRow> rows)
        {
            _rows = [.. rows.Select(row => (row.PartitionKey, row.RowKey, BytesOf(row)))];
            _connection = new SqliteConnection($"Data Source={store.File}.plain;Pooling=False");
            _connection.Open();
            using var schema = new SqliteCommand(Schema, _connection);
            schema.ExecuteNonQuery();
            _insert = new SqliteCommand("INSERT INTO Rows VALUES ($partition, $row, $properties)", _connection);
            _insert.Parameters.Add("$partition", SqliteType.Text);
            _insert.Parameters.Add("$row", SqliteType.Text);
            _insert.Parameters.Add("$properties", SqliteType.Blob);
            _insert.Prepare();
        }

        public override Task InsertAsync(int client, int row)
        {
            lock (_turn)
            {
                (_insert.Parameters[0].Value, _insert.Parameters[1].Value, _insert.Parameters[2].Value) = _rows[row];
                _insert.ExecuteNonQuery();
            }
            return Task.CompletedTask;
        }

        public override void Dispose()
        {
            _insert.Dispose();
            _connection.Dispose();
        }

        private static byte[] BytesOf(TableRow row)
        {
            using var bytes = new MemoryStream();
            using var writer = new BinaryWriter(bytes);
            foreach (var (name, value) in row)
            {
                writer.Write(name);
                if (value is DateTimeOffset date)
                    writer.Write(date.UtcTicks);
                else if (value is byte[] binary)
                    writer.Write(binary);
                else
                    writer.Write((string)value);
            }
            return bytes.ToArray();
        }
    }
}

using System.Text;

namespace SurveyStorage.Sqlite;

/// <summary>A connection that only reads, and the statements it reads with. Each method sees one snapshot of the file.</summary>
internal sealed class ReadConnection : IDisposable
{
    /// <summary>A page ends with the row that reaches this, however few rows it has.</summary>
    private const int MostBytesPerPage = 4 * 1024 * 1024;

    private readonly Connection _connection;
    private readonly Statement _findTable;
    private readonly Statement _findQueue;
    private readonly Statement _get;
    private readonly Statement _query;
    private readonly Statement _scan;
    private readonly Statement _peek;
    private readonly Statement _count;

    /// <param name="connection">Is closed with this one, or if this fails.</param>
    public ReadConnection(Connection connection)
    {
        _connection = connection;
        try
        {
            _connection.Execute("PRAGMA query_only = 1; PRAGMA cache_size = -8000");
            _findTable = _connection.Prepare("SELECT id FROM tables WHERE name = ?1");
            _findQueue = _connection.Prepare("SELECT id FROM queues WHERE name = ?1");
            _get = _connection.Prepare(
                "SELECT etag, written, properties FROM entities WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3");
            _query = _connection.Prepare("""
                SELECT etag, written, properties, partition_key, row_key FROM entities
                WHERE table_id = ?1 AND partition_key = ?2 AND row_key >= ?3 AND row_key < ?4
                ORDER BY row_key LIMIT ?5
                """);
            _scan = _connection.Prepare("""
                SELECT etag, written, properties, partition_key, row_key FROM entities
                WHERE table_id = ?1 AND (partition_key, row_key) >= (?2, ?3) AND partition_key < ?4
                ORDER BY partition_key, row_key LIMIT ?5
                """);
            _peek = _connection.Prepare(
                "SELECT text FROM messages WHERE queue_id = ?1 AND visible <= ?2 ORDER BY visible, id LIMIT ?3");
            _count = _connection.Prepare("SELECT count(*) FROM messages WHERE queue_id = ?1");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Null if there is no such table.</summary>
    public long? FindTable(string name) => FindName(_findTable, name);

    /// <summary>Null if there is no such queue.</summary>
    public long? FindQueue(string name) => FindName(_findQueue, name);

    /// <summary>Null if there is no such row.</summary>
    public TableRow? Get(long table, string partitionKey, string rowKey)
    {
        _get.Bind(1, table).Bind(2, KeyBytes.Encode(partitionKey)).Bind(3, KeyBytes.Encode(rowKey));
        try
        {
            return _get.Step() ? ReadRow(_get, partitionKey, rowKey) : null;
        }
        finally
        {
            _get.Reset();
        }
    }

    /// <summary>Rows of the position's partition, from it on, with <c>RowKey &lt; to</c>.</summary>
    public RowPage Query(long table, RowPosition from, ReadOnlySpan<byte> to, int most)
    {
        _query.Bind(1, table).Bind(2, from.Partition).Bind(3, from.Row).Bind(4, to).Bind(5, most);
        return ReadPage(_query, most);
    }

    /// <summary>Rows from the position on, with <c>PartitionKey &lt; to</c>.</summary>
    public RowPage Scan(long table, RowPosition from, ReadOnlySpan<byte> to, int most)
    {
        _scan.Bind(1, table).Bind(2, from.Partition).Bind(3, from.Row).Bind(4, to).Bind(5, most);
        return ReadPage(_scan, most);
    }

    /// <summary>The texts of visible messages, the one that has waited longest first.</summary>
    public IReadOnlyList<string> Peek(long queue, long now, int most)
    {
        var texts = new List<string>();
        _peek.Bind(1, queue).Bind(2, now).Bind(3, most);
        while (_peek.Step())
            texts.Add(Encoding.UTF8.GetString(_peek.GetBytes(0)));
        return texts;
    }

    /// <summary>Messages, leased and delayed ones too.</summary>
    public int Count(long queue)
    {
        _count.Bind(1, queue).Step();
        var count = _count.GetInt64(0);
        _count.Reset();
        return (int)count;
    }

    public void Dispose() => _connection.Dispose();

    private static long? FindName(Statement find, string name)
    {
        if (!find.Bind(1, name).Step())
            return null;
        var id = find.GetInt64(0);
        find.Reset();
        return id;
    }

    private static RowPage ReadPage(Statement statement, int most)
    {
        var rows = new List<TableRow>();
        var bytes = 0;
        byte[] partition = [];
        var partitionKey = "";
        try
        {
            while (statement.Step())
            {
                if (!statement.GetBytes(3).SequenceEqual(partition))
                {
                    partition = statement.GetBytes(3).ToArray();
                    partitionKey = KeyBytes.Decode(partition);
                }
                rows.Add(ReadRow(statement, partitionKey, KeyBytes.Decode(statement.GetBytes(4))));
                bytes += statement.GetBytes(2).Length;
                if (rows.Count == most || bytes >= MostBytesPerPage)
                    return new RowPage(rows, new RowPosition(partition, KeyBytes.After(statement.GetBytes(4))));
            }
            return new RowPage(rows, Next: null);
        }
        finally
        {
            statement.Reset();
        }
    }

    private static TableRow ReadRow(Statement statement, string partitionKey, string rowKey) =>
        new(partitionKey, rowKey, new PropertyBytes(statement.GetBytes(2)))
        {
            ETag = RowETag.Format(statement.GetInt64(0)),
            Timestamp = new DateTimeOffset(statement.GetInt64(1), TimeSpan.Zero),
        };
}

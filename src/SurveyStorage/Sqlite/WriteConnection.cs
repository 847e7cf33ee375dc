using System.Text;

namespace SurveyStorage.Sqlite;

/// <summary>
/// The one connection of this process that writes, and the statements it writes with. Whatever it does lies between
/// <see cref="TryBegin"/> and <see cref="Commit"/> or <see cref="RollBack"/>.
/// </summary>
internal sealed class WriteConnection : IDisposable
{
    private readonly Connection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollBack;
    private readonly Statement _readCounter;
    private readonly Statement _saveCounter;
    private readonly Statement _findETag;
    private readonly Statement _put;
    private readonly Statement _delete;
    private readonly Statement _send;
    private readonly Statement _visible;
    private readonly Statement _lease;
    private readonly Statement _deleteMessage;
    private readonly Statement _addTable;
    private readonly Statement _addQueue;

    private long _savedCounter = -1;
    private long _counter;

    /// <param name="wait">For another process that opens or closes the file.</param>
    public WriteConnection(string file, TimeSpan wait)
    {
        _connection = Connection.Open(file, wait);
        try
        {
            // What is deleted is overwritten with zeros, and a log that starts anew is cut to what it holds.
            _connection.Execute(
                "PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 0");
            _begin = _connection.Prepare("BEGIN IMMEDIATE");
            _commit = _connection.Prepare("COMMIT");
            _rollBack = _connection.Prepare("ROLLBACK");
            _readCounter = _connection.Prepare("SELECT last FROM counter");
            _saveCounter = _connection.Prepare("UPDATE counter SET last = ?1");
            _findETag = _connection.Prepare("SELECT etag FROM entities WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3");
            _put = _connection.Prepare("REPLACE INTO entities VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
            _delete = _connection.Prepare("DELETE FROM entities WHERE table_id = ?1 AND partition_key = ?2 AND row_key = ?3");
            _send = _connection.Prepare("INSERT INTO messages VALUES (?1, ?2, ?3, 0, 0, ?4)");
            _visible = _connection.Prepare(
                "SELECT id, deliveries, text FROM messages WHERE queue_id = ?1 AND visible <= ?2 ORDER BY visible, id LIMIT ?3");
            _lease = _connection.Prepare("UPDATE messages SET visible = ?2, receipt = ?3, deliveries = deliveries + 1 WHERE id = ?1");
            _deleteMessage = _connection.Prepare("DELETE FROM messages WHERE id = ?1 AND queue_id = ?2 AND receipt = ?3");
            _addTable = _connection.Prepare("INSERT OR IGNORE INTO tables (name) VALUES (?1)");
            _addQueue = _connection.Prepare("INSERT OR IGNORE INTO queues (name) VALUES (?1)");
            // From here on no waiting within SQLite: its pauses grow to a tenth of a second, and who asks seldom is starved by who
            // writes much.
            _connection.WaitAtMost(TimeSpan.Zero);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Connection.HasMoved"/>
    public bool HasMoved => _connection.HasMoved;

    /// <inheritdoc cref="Connection.LogFile"/>
    public string LogFile => _connection.LogFile;

    /// <summary>Rows were replaced or deleted since <see cref="ForgetRemovals"/>: what they held may still be in the log.</summary>
    public bool HasRemoved { get; private set; }

    /// <summary>Since this connection's last transaction another process has written: we are not alone.</summary>
    public bool HasCompany { get; private set; }

    /// <summary>About how many pages the transactions since <see cref="ForgetPages"/> have added to the log.</summary>
    public long PagesWritten { get; private set; }

    /// <summary>False if another process is writing.</summary>
    public bool TryBegin()
    {
        try
        {
            _begin.Step();
        }
        catch (SqliteException busy) when (busy.IsBusy)
        {
            return false;
        }
        _readCounter.Step();
        _counter = _readCounter.GetInt64(0);
        _readCounter.Reset();
        HasCompany = _savedCounter >= 0 && _counter != _savedCounter;
        _savedCounter = _counter;
        return true;
    }

    /// <summary>On the disk when this returns.</summary>
    public void Commit()
    {
        if (_counter != _savedCounter)
        {
            _saveCounter.Bind(1, _counter).Step();
            PagesWritten++;
        }
        _commit.Step();
        _savedCounter = _counter;
    }

    /// <summary>Also after a failure that has ended the transaction already.</summary>
    public void RollBack()
    {
        if (!_connection.IsOutsideTransaction)
            _rollBack.Step();
    }

    public void ForgetPages() => PagesWritten = 0;

    public void ForgetRemovals() => HasRemoved = false;

    /// <summary>A number that this file never gave before.</summary>
    public long NextNumber() => ++_counter;

    /// <summary>Null if there is no such row.</summary>
    public long? FindETag(long table, ReadOnlySpan<byte> partition, ReadOnlySpan<byte> row)
    {
        if (!_findETag.Bind(1, table).Bind(2, partition).Bind(3, row).Step())
            return null;
        var etag = _findETag.GetInt64(0);
        _findETag.Reset();
        return etag;
    }

    /// <param name="mayReplace">There may be such a row already.</param>
    public void Put(
        long table,
        ReadOnlySpan<byte> partition,
        ReadOnlySpan<byte> row,
        long etag,
        long written,
        ReadOnlySpan<byte> properties,
        bool mayReplace)
    {
        _put.Bind(1, table).Bind(2, partition).Bind(3, row).Bind(4, etag).Bind(5, written).Bind(6, properties).Step();
        PagesWritten += 1 + (properties.Length / 4096);
        HasRemoved |= mayReplace;
    }

    public void Delete(long table, ReadOnlySpan<byte> partition, ReadOnlySpan<byte> row)
    {
        _delete.Bind(1, table).Bind(2, partition).Bind(3, row).Step();
        PagesWritten++;
        HasRemoved = true;
    }

    public void Send(long queue, long visible, ReadOnlySpan<byte> text)
    {
        _send.Bind(1, NextNumber()).Bind(2, queue).Bind(3, visible).Bind(4, text).Step();
        PagesWritten += 2;
    }

    /// <summary>Visible messages, the one that has waited longest first; they are invisible until <paramref name="until"/>.</summary>
    public IReadOnlyList<ReceivedMessage> Receive(long queue, int most, long now, long until)
    {
        var messages = new List<ReceivedMessage>();
        _visible.Bind(1, queue).Bind(2, now).Bind(3, most);
        while (_visible.Step())
        {
            messages.Add(new ReceivedMessage(
                $"{_visible.GetInt64(0)}", $"{NextNumber()}", Encoding.UTF8.GetString(_visible.GetBytes(2)), _visible.GetInt64(1) + 1));
        }
        foreach (var message in messages)
            _lease.Bind(1, long.Parse(message.Id)).Bind(2, until).Bind(3, long.Parse(message.PopReceipt)).Step();
        PagesWritten += 2 * messages.Count;
        return messages;
    }

    /// <summary>False if there is no such message, or its lease is another's.</summary>
    public bool DeleteMessage(long queue, long id, long receipt)
    {
        _deleteMessage.Bind(1, id).Bind(2, queue).Bind(3, receipt).Step();
        PagesWritten += 2;
        return _connection.Changes > 0;
    }

    /// <summary>Does nothing if there is such a table.</summary>
    public void AddTable(string name) => AddName(_addTable, name);

    /// <summary>Does nothing if there is such a queue.</summary>
    public void AddQueue(string name) => AddName(_addQueue, name);

    /// <summary>The file may have so many pages, or as many as it has already; beyond, writes fail as on a full disk.</summary>
    public void Limit(long pages) => _connection.ReadInt64($"PRAGMA max_page_count = {pages}");

    public void Dispose() => _connection.Dispose();

    private void AddName(Statement add, string name)
    {
        add.Bind(1, name).Step();
        PagesWritten += 2;
    }
}

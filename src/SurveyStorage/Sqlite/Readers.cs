using System.Collections.Concurrent;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>Connections for reading: each is lent to one read at a time, and kept for the next.</summary>
internal sealed class Readers : IDisposable
{
    private readonly ConcurrentBag<ReadConnection> _idle = [];
    private readonly string _file;
    private readonly TimeSpan _wait;
    private readonly SqliteFailure _failure;
    // Knows which file it was that the name stood for in the beginning, and reads nothing.
    private readonly Connection _first;
    private volatile bool _isClosed;

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public Readers(string file, TimeSpan wait, SqliteFailure failure)
    {
        _file = file;
        _wait = wait;
        _failure = failure;
        _first = Connection.Open(file, wait);
    }

    /// <summary>On the caller's thread: a read waits for the disk at most, never for a writer.</summary>
    /// <exception cref="StoreUnavailableException">The disk or the file failed.</exception>
    public T Read<T>(Func<ReadConnection, T> read)
    {
        if (_isClosed)
            throw _failure.Closed();
        ReadConnection? connection = null;
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : Open();
            var result = read(connection);
            GiveBack(connection);
            return result;
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            connection?.Dispose();
            throw _failure.Explain(exception);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>A read that is under way ends first, and closes its own connection.</summary>
    public void Dispose()
    {
        _isClosed = true;
        lock (_first)
            _first.Dispose();
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }

    private ReadConnection Open()
    {
        var connection = Connection.Open(_file, _wait);
        try
        {
            RequireSameFile();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        return new ReadConnection(connection);
    }

    /// <summary>Before anything is read: another file would be taken for one that the log beside it belongs to.</summary>
    private void RequireSameFile()
    {
        lock (_first)
        {
            if (_isClosed)
                throw _failure.Closed();
            if (_first.HasMoved)
                throw new SqliteException(raw.SQLITE_READONLY_DBMOVED);
        }
    }

    private void GiveBack(ReadConnection connection)
    {
        _idle.Add(connection);
        // Closed in the meantime: whoever finds it closes it.
        if (_isClosed)
            Dispose();
    }
}

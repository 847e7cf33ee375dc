using System.Collections.Concurrent;

using SurveyStore.Contract;

namespace SurveyStore.Embedded;

/// <summary>Connections for reading: each is lent to one read at a time, and kept for the next.</summary>
internal sealed class Readers(string file, TimeSpan wait, SqliteFailure failure) : IDisposable
{
    private readonly ConcurrentBag<ReadConnection> _idle = [];
    private volatile bool _isClosed;

    /// <summary>On the caller's thread: a read waits for the disk at most, never for a writer.</summary>
    /// <exception cref="StoreUnavailableException">The disk or the file failed.</exception>
    public T Read<T>(Func<ReadConnection, T> read)
    {
        if (_isClosed)
            throw failure.Closed();
        ReadConnection? connection = null;
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : new ReadConnection(file, wait);
            var result = read(connection);
            GiveBack(connection);
            return result;
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            connection?.Dispose();
            throw failure.Explain(exception);
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
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }

    private void GiveBack(ReadConnection connection)
    {
        _idle.Add(connection);
        // Closed in the meantime: whoever finds it closes it.
        if (_isClosed)
            Dispose();
    }
}

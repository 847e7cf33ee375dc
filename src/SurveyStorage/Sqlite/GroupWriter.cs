using System.Collections.Concurrent;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>
/// Writes everything of this process, on a thread of its own: what arrives while a transaction is on its way to the disk shares
/// the next one, and one flush. No timer, no added wait: without load a transaction is one write. A caller hears of a write when
/// it is on the disk.
/// </summary>
/// <remarks>
/// <para>
/// Processes that share a file take turns: one that sees another's writes pauses between its own transactions for longer than
/// the other pauses between its tries.
/// </para>
/// <para>
/// The log is emptied into the file here, from a second connection while the first holds the write lock. SQLite would do it
/// by itself after a commit, beside other processes that write; up to 3.51.2 that can lose what they committed
/// (https://sqlite.org/wal.html#walresetbug).
/// </para>
/// <para>
/// What was replaced or deleted is overwritten in the file and stays in the log, until that is written from its beginning
/// again, and cut. SQLite can do so on demand, but leaves the write lock aside when another process holds it. So it is done in
/// two steps, each under that lock: the log is emptied, and the next commit starts it anew.
/// </para>
/// </remarks>
internal sealed class GroupWriter : IDisposable
{
    private const int MostRows = 2000;

    /// <summary>16 MiB of log.</summary>
    private const int PagesBetweenCheckpoints = 2000;

    /// <summary>A log that holds the counter alone: its header, and a page with a header of its own.</summary>
    private const int LeastLog = 32 + 24 + FileFormat.PageSize;

    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TurnOfOthers = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan CompanyStays = TimeSpan.FromSeconds(1);

    // Waits are real even where a test's clock stands still.
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly BlockingCollection<WaitingWrite> _waiting = [];
    // To pause this thread by the system's own timer: one of the pool's comes late when the pool is busy.
    private readonly ManualResetEventSlim _never = new(initialState: false, spinCount: 0);
    private readonly WriteConnection _connection;
    private readonly Connection _checkpoints;
    private readonly SqliteFailure _failure;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _logCleaning;
    private readonly Thread _thread;
    private long? _lastCompany;
    private long? _removed;

    /// <param name="patience">How long another process may hold the lock before writes fail.</param>
    /// <param name="logCleaning">
    /// How long what was removed may stay in the log; as long again if a reader or another process is in the way.
    /// </param>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public GroupWriter(string file, TimeSpan patience, TimeSpan logCleaning, SqliteFailure failure)
    {
        _failure = failure;
        _patience = patience;
        _logCleaning = logCleaning;
        _connection = new WriteConnection(file, patience);
        try
        {
            _checkpoints = Connection.Open(file, patience);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
        _thread = new Thread(Work) { IsBackground = true, Name = "Embedded store" };
        _thread.Start();
    }

    /// <summary>What <paramref name="work"/> returned, once it is on the disk.</summary>
    /// <param name="rows">About how many it writes.</param>
    /// <exception cref="StoreUnavailableException">The disk or the file failed, and nothing was written.</exception>
    public async Task<T> RunAsync<T>(Func<WriteConnection, T> work, int rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new WaitingWrite<T>(work, rows, cancellationToken);
        try
        {
            _waiting.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw _failure.Closed();
        }
        return await write.Outcome;
    }

    /// <summary>Finishes what waits.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _checkpoints.Dispose();
        _connection.Dispose();
        _waiting.Dispose();
        _never.Dispose();
    }

    private void Work()
    {
        var group = new List<WaitingWrite>();
        while (!_waiting.IsCompleted)
        {
            if (_waiting.TryTake(out var first, (int)TimeToCleaning().TotalMilliseconds))
            {
                group.Add(first);
                for (var rows = first.Rows; rows < MostRows && _waiting.TryTake(out var next); rows += next.Rows)
                    group.Add(next);
                Write(group);
                group.Clear();
                if (_connection.PagesWritten >= PagesBetweenCheckpoints)
                    Checkpoint();
            }
            if (_connection.HasRemoved)
                _removed ??= Clock.GetTimestamp();
            if (TimeToCleaning() == TimeSpan.Zero)
                CleanLog();
        }
        // The last process to close the file deletes the log; this one may not be the last.
        if (_connection.HasRemoved)
            CleanLog();
    }

    private TimeSpan TimeToCleaning()
    {
        if (_removed is not { } removed)
            return Timeout.InfiniteTimeSpan;
        var left = _logCleaning - Clock.GetElapsedTime(removed);
        return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
    }

    /// <summary>All of it or, if the disk or the file fails, nothing.</summary>
    private void Write(List<WaitingWrite> group)
    {
        try
        {
            do
            {
                Begin();
            }
            while (!RunAll(group));
            _connection.Commit();
        }
#pragma warning disable CA1031 // Whatever it is belongs to those who wait; the writer goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RollBack();
            var failure = Explain(exception);
            foreach (var write in group)
                write.Fail(failure);
            return;
        }
        foreach (var write in group)
            write.Complete();
    }

    /// <summary>False: one of them has a defect. It is told, nothing was written, and the others can run again.</summary>
    private bool RunAll(List<WaitingWrite> group)
    {
        for (var i = 0; i < group.Count;)
        {
            var write = group[i];
            try
            {
                if (write.Run(_connection))
                    i++;
                else
                    group.RemoveAt(i);
            }
            catch (Exception defect) when (!SqliteFailure.Is(defect))
            {
                group.RemoveAt(i);
                write.Fail(defect);
                RollBack();
                return false;
            }
        }
        return true;
    }

    private Exception Explain(Exception exception) => SqliteFailure.Is(exception) ? _failure.Explain(exception) : exception;

    private void Begin()
    {
        // A file that was deleted can still be written, by those that have it open: it would all be gone when they end. One
        // that lies in its place has another log.
        if (_connection.HasMoved)
            throw new SqliteException(raw.SQLITE_READONLY_DBMOVED);
        var started = Clock.GetTimestamp();
        if (_lastCompany is { } seen && Clock.GetElapsedTime(seen) < CompanyStays)
            Pause(TurnOfOthers);
        while (!_connection.TryBegin())
        {
            _lastCompany = Clock.GetTimestamp();
            if (Clock.GetElapsedTime(started) > _patience)
                throw new SqliteException(raw.SQLITE_BUSY);
            Pause(TryInterval);
        }
        if (_connection.HasCompany)
            _lastCompany = Clock.GetTimestamp();
    }

    private void RollBack()
    {
        try
        {
            _connection.RollBack();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back already. If it has not, the next begin fails, and says so.
        }
    }

    /// <summary>
    /// Nobody waits for it, and nothing is lost if it fails: the log is kept, and the next one tries again. True if the file
    /// has all that the log held.
    /// </summary>
    private bool Checkpoint()
    {
        try
        {
            if (_connection.HasMoved || !_connection.TryBegin())
                return false;
            _connection.ForgetPages();
            return _checkpoints.CheckpointLog();
        }
        catch (SqliteException)
        {
            _connection.ForgetPages();
            return false;
        }
        finally
        {
            RollBack();
        }
    }

    /// <summary>What was removed leaves the log too. If a reader or another process is in the way, next time.</summary>
    private void CleanLog()
    {
        _removed = Clock.GetTimestamp();
        if (!TryCleanLog())
            return;
        _connection.ForgetRemovals();
        _removed = null;
    }

    private bool TryCleanLog()
    {
        try
        {
            var before = new FileInfo(_connection.LogFile).Length;
            if (!Checkpoint() || !_connection.TryBegin())
                return false;
            _connection.NextNumber();
            _connection.Commit();
            // A reader of the old log keeps it from starting anew: then the commit went to its end.
            var after = new FileInfo(_connection.LogFile).Length;
            return after < before || after <= LeastLog;
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            return false;
        }
        finally
        {
            RollBack();
        }
    }

    private void Pause(TimeSpan time) => _never.Wait(time);
}

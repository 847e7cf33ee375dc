using System.Collections.Concurrent;
using System.Runtime.InteropServices;

using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>
/// The file and this process's connections to it: one that writes, lent to one transaction after the other, and as many that read as
/// are asked for at once. A reader never waits for a writer.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private static readonly byte[] MainDatabase = [.. "main\0"u8];
    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastCleaning = TimeSpan.FromSeconds(1);

    // Waits are real even where a test's clock stands still.
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SqliteFailure _failure;
    private readonly string _reading;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _logCleaning;
    private readonly ITimer _cleaning;

    // Knows which file it was that the name stood for in the beginning, and reads no more.
    private readonly SqliteSession _first;
    private readonly SqliteSession? _writer;
    private bool _hasRemoved;
    private bool _isClosing;
    private bool _isClosed;

    /// <param name="file">Made if it is missing, and brought to the present format.</param>
    /// <param name="patience">How long another program may lock it before reads and writes fail.</param>
    /// <param name="logCleaning">How long what was removed may stay in the log; null: nothing is ever written.</param>
    /// <exception cref="StoreUnavailableException">It is not ours, of a newer format, damaged, or cannot be written.</exception>
    public SqliteFile(string file, TimeSpan patience, TimeSpan? logCleaning)
    {
        Name = Path.GetFullPath(file);
        _failure = new SqliteFailure(Name);
        _patience = patience;
        _logCleaning = logCleaning ?? Timeout.InfiniteTimeSpan;
        _reading = Connect(SqliteOpenMode.ReadOnly, Name);
        _cleaning = Clock.CreateTimer(_ => _ = CleanAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            if (logCleaning is null)
            {
                _first = OpenToRead(ref _reading);
                return;
            }
            FileFormat.CreateForOwner(Name);
            _first = new SqliteSession(Connect(SqliteOpenMode.ReadWrite, Name));
            _writer = new SqliteSession(Connect(SqliteOpenMode.ReadWrite, Name));
            // What is deleted is overwritten with zeros.
            _writer.Run("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32000");
            FileFormat.Prepare(_writer, _failure);
        }
        catch (Exception exception)
        {
            _writer?.Dispose();
            _first?.Dispose();
            throw SqliteFailure.Is(exception) ? _failure.Explain(exception) : exception;
        }
    }

    public string Name { get; }

    /// <exception cref="StoreUnavailableException">There is none.</exception>
    /// <param name="kind"><c>table</c> or <c>queue</c>.</param>
    public void Require(string kind, string name)
    {
        if (_names.ContainsKey(name))
            return;
        if (Read(session => session.First<long>("SELECT 1 FROM names WHERE kind = ?1 AND name = ?2", kind, name)) == 0)
            throw _failure.Missing(kind, name);
        _names[name] = true;
    }

    /// <summary>On the caller's thread; each statement sees one snapshot of the file.</summary>
    /// <exception cref="StoreUnavailableException">The disk or the file failed.</exception>
    public T Read<T>(Func<SqliteSession, T> read)
    {
        if (_isClosing)
            throw _failure.Closed();
        try
        {
            // Before anything is read: another file would be taken for one that the log beside it belongs to.
            RequireSameFile();
            using var session = new SqliteSession(_reading);
            return read(session);
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            throw _failure.Explain(exception);
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction of its own; on the disk when this returns. Writes of this process take turns;
    /// what comes in meanwhile is the caller's to group.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The disk or the file failed, and nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        if (_isClosing)
            throw _failure.Closed();
        var writer = _writer ?? throw _failure.NotWritable();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_isClosed)
                throw _failure.Closed();
            cancellationToken.ThrowIfCancellationRequested();
            await BeginAsync(writer);
            var result = work(writer);
            writer.End("COMMIT");
            return result;
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            throw _failure.Explain(exception);
        }
        finally
        {
            if (!_isClosed)
                writer.End("ROLLBACK");
            _turn.Release();
        }
    }

    /// <summary>The last of so many numbers that this file never gave before.</summary>
    public static long TakeNumbers(SqliteSession writer, int count) =>
        writer.First<long>("UPDATE numbers SET last = last + ?1 RETURNING last", count);

    /// <summary>Rows are replaced or deleted: what they held leaves the log soon.</summary>
    public void NoteRemoval()
    {
        if (!_hasRemoved)
            _cleaning.Change(_logCleaning, Timeout.InfiniteTimeSpan);
        _hasRemoved = true;
    }

    /// <summary>Finishes what waits. The last process to close the file deletes the log; this one may not be the last.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosing, true))
            return;
        _cleaning.Dispose();
        // In the order of those who asked: a wait that blocks would go before them.
        _turn.WaitAsync().GetAwaiter().GetResult();
        for (var started = Clock.GetTimestamp(); _hasRemoved && Clock.GetElapsedTime(started) < LastCleaning && !TryClean();)
            Thread.Sleep(TryInterval);
        using (var any = new SqliteConnection(_reading))
            SqliteConnection.ClearPool(any);
        _isClosed = true;
        _writer?.Dispose();
        lock (_first)
            _first.Dispose();
        _turn.Release();
    }

    private string Connect(SqliteOpenMode mode, string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = mode,
        Pooling = mode == SqliteOpenMode.ReadOnly,
        DefaultTimeout = Math.Max(1, (int)_patience.TotalSeconds),
    }.ConnectionString;

    private SqliteSession OpenToRead(ref string connectionString)
    {
        // Closed last, it deletes a log that it made; a file that may only be read is opened so.
        var session = new SqliteSession(Connect(SqliteOpenMode.ReadWrite, Name));
        try
        {
            FileFormat.RequirePresent(session, _failure);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CANTOPEN && !File.Exists(Name + "-wal"))
        {
            // Where no log can be made, and nobody has one, the file is all there is.
            session.Dispose();
            connectionString = Connect(SqliteOpenMode.ReadOnly, $"{new Uri(Name).AbsoluteUri}?immutable=1");
            session = new SqliteSession(connectionString);
            FileFormat.RequirePresent(session, _failure);
        }
        return session;
    }

    /// <summary>Tries more often than SQLite or its provider would: who asks seldom would be starved by who writes much.</summary>
    private async ValueTask BeginAsync(SqliteSession writer)
    {
        RequireSameFile();
        for (var started = Clock.GetTimestamp(); !writer.TryBegin();)
        {
            if (Clock.GetElapsedTime(started) > _patience)
                throw new SqliteException("Locked.", raw.SQLITE_BUSY);
            await Task.Delay(TryInterval, Clock);
        }
    }

    /// <summary>
    /// A file that was deleted can still be written, by those that have it open: it would all be gone when they end. One that lies in
    /// its place has another log. On Windows nobody can move or replace a file that is in use.
    /// </summary>
    private void RequireSameFile()
    {
        const int HasMoved = 20;
        lock (_first)
        {
            if (_isClosed)
                throw _failure.Closed();
            if (FileControl(_first.Handle, MainDatabase, HasMoved, out var moved) == raw.SQLITE_OK && moved != 0)
                throw new SqliteException("Moved.", raw.SQLITE_READONLY, raw.SQLITE_READONLY_DBMOVED);
        }
    }

    private async Task CleanAsync()
    {
        await _turn.WaitAsync();
        if (!_isClosed && !TryClean())
            _cleaning.Change(CleaningInterval, Timeout.InfiniteTimeSpan);
        _turn.Release();
    }

    /// <summary>What was removed leaves the log too. False: a reader or another process is in the way.</summary>
    private bool TryClean()
    {
        try
        {
            RequireSameFile();
            return !(_hasRemoved = _writer!.First<long>("PRAGMA wal_checkpoint(TRUNCATE)") != 0);
        }
        catch (SqliteException)
        {
            // Nobody waits for it, and nothing is lost: the log is kept.
            return false;
        }
    }

    /// <summary>Not among what the package offers. The library is the one it brings.</summary>
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(sqlite3 connection, byte[] database, int operation, out int result);
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;

using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>
/// Tables and queues in one file on a disk of this machine: for a demo, tests and one small server. Several processes of that
/// machine may use the file at once. The same keys, ETags, transactions and limits as Azure storage; what was acknowledged is
/// on the disk. One connection writes, a transaction after the other; as many read as are asked for, and never wait for it.
/// </summary>
public sealed class SqliteStorage : IStorage
{
    /// <summary>What the file is called where nobody chose a name.</summary>
    public const string FileName = "surveys.db";

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultLogCleaning = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastCleaning = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TryInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TurnOfOthers = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan CompanyStays = TimeSpan.FromSeconds(1);
    private static readonly byte[] MainDatabase = [.. "main\0"u8];

    // Waits are real even where a test's clock stands still.
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly ConcurrentDictionary<(string Kind, string Name), bool> _names = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _file;
    private readonly SqliteFailure _failure;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _logCleaning;
    private readonly ITimer _cleaning;
    private readonly string _reading;

    // Knows which file it was that the name stood for in the beginning, and reads no more.
    private readonly SqliteSession _first;
    private readonly SqliteSession? _writer;
    private readonly (DateTime, long)? _unchanged;
    private long? _lastCompany;
    private long _version;
    private bool _hasRemoved;
    private int _reads;
    private bool _isClosing;
    private bool _isClosed;

    private SqliteStorage(string file, TimeProvider time, TimeSpan patience, TimeSpan logCleaning, bool mayWrite)
    {
        _file = Path.GetFullPath(file);
        _failure = new SqliteFailure(_file);
        _patience = patience;
        _logCleaning = logCleaning;
        _cleaning = Clock.CreateTimer(_ => _ = CleanAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reading = Connect(SqliteOpenMode.ReadOnly, _file);
        Tables = new SqliteTableStore(this, time);
        Queues = new SqliteQueueStore(this, time);
        try
        {
            // SQLite would take the log for another file's, and delete it.
            if (new FileInfo(_file) is { Exists: true, Length: 0 } && new FileInfo(Log) is { Exists: true, Length: > 0 })
                throw _failure.Emptied();
            if (mayWrite)
                FileFormat.CreateForOwner(_file);
            // One that writes, if it may: closed last, it takes away the log that it made.
            _first = new SqliteSession(Connect(SqliteOpenMode.ReadWrite, _file));
            if (mayWrite)
            {
                _writer = new SqliteSession(Connect(SqliteOpenMode.ReadWrite, _file));
                FileFormat.Prepare(_writer, _failure);
            }
            else if (!CanHaveLog())
            {
                // Where no log can be made, and nobody has one, the file is all there is, as long as nobody writes it.
                _first.Dispose();
                _unchanged = Written();
                _reading = Connect(SqliteOpenMode.ReadOnly, $"{new Uri(_file).AbsoluteUri}?immutable=1");
                _first = new SqliteSession(_reading);
                FileFormat.RequirePresent(_first, _failure);
            }
        }
        catch (Exception exception)
        {
            _writer?.Dispose();
            _first?.Dispose();
            throw SqliteFailure.Is(exception) ? _failure.Explain(exception) : exception;
        }
    }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public string Description => $"embedded store in {_file}";

    /// <summary>
    /// Opens the file; makes it and its folder if they are missing, without any table or queue. A file of an earlier format is brought
    /// to the present one, in one transaction: no process of the earlier version can write it from then on.
    /// </summary>
    /// <param name="time">For timestamps, delays and leases; processes that share a file must share a clock.</param>
    /// <exception cref="StoreUnavailableException">The file is damaged, another program's, of a newer format, or cannot be written.</exception>
    public static SqliteStorage Open(string file, TimeProvider time) => Open(file, time, DefaultPatience, DefaultLogCleaning);

    /// <summary>Opens a file that is there, perhaps one that may only be read, and writes nothing.</summary>
    /// <exception cref="StoreUnavailableException">The file is damaged, another program's, or of another format.</exception>
    public static SqliteStorage OpenToRead(string file, TimeProvider time) => new(file, time, DefaultPatience, Timeout.InfiniteTimeSpan, mayWrite: false);

    /// <param name="patience">How long another program may lock the file before reads and writes fail.</param>
    /// <param name="logCleaning">How long what was removed may stay in the log while the file is in use.</param>
    internal static SqliteStorage Open(string file, TimeProvider time, TimeSpan patience, TimeSpan logCleaning) =>
        new(file, time, patience, logCleaning, mayWrite: true);

    /// <param name="kind"><c>table</c> or <c>queue</c>.</param>
    /// <exception cref="StoreUnavailableException">There is none of this name.</exception>
    internal void Require(string kind, string name)
    {
        if (_names.ContainsKey((kind, name)))
            return;
        if (Read(session => session.First<long>("SELECT 1 FROM names WHERE kind = ?1 AND name = ?2", kind, name)) == 0)
            throw _failure.Missing(kind, name);
        _names[(kind, name)] = true;
    }

    /// <summary>On the caller's thread; each statement sees one snapshot of the file.</summary>
    /// <exception cref="StoreUnavailableException">The disk or the file failed.</exception>
    internal T Read<T>(Func<SqliteSession, T> read)
    {
        Interlocked.Increment(ref _reads);
        try
        {
            if (_isClosing)
                throw _failure.Closed();
            // Before anything is read: another file would be taken for one that the log beside it belongs to.
            RequireSameFile();
            using var session = new SqliteSession(_reading);
            var result = read(session);
            RequireUnchanged();
            return result;
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            RequireUnchanged();
            throw _failure.Explain(exception);
        }
        finally
        {
            Interlocked.Decrement(ref _reads);
        }
    }

    /// <summary>A transaction of its own, on the disk when this returns. What comes in meanwhile is the caller's to group.</summary>
    /// <exception cref="StoreUnavailableException">The disk or the file failed, and nothing was written.</exception>
    internal async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        if (_isClosing)
            throw _failure.Closed();
        var writer = _writer ?? throw _failure.NotWritable();
        var started = Clock.GetTimestamp();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_isClosed)
                throw _failure.Closed();
            await BeginAsync(writer, started, cancellationToken);
            var result = work(writer);
            writer.Commit();
            return result;
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            throw _failure.Explain(exception);
        }
        finally
        {
            if (!_isClosed)
                writer.RollBack();
            _turn.Release();
        }
    }

    /// <summary>Within a transaction that replaces or deletes rows: what they held leaves the log soon.</summary>
    internal void NoteRemoval()
    {
        if (!_hasRemoved)
            _cleaning.Change(_logCleaning, Timeout.InfiniteTimeSpan);
        _hasRemoved = true;
    }

    /// <summary>
    /// Finishes what waits. The last process to close the file leaves it alone in its folder, without a log beside it; of two that close
    /// it in the same instant each may take the other for the last, and the next that has it open takes the log away.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosing, true))
            return;
        _cleaning.Dispose();
        // In the order of those who asked: a wait that blocks would go before them.
        _turn.WaitAsync().GetAwaiter().GetResult();
        SpinWait.SpinUntil(() => Volatile.Read(ref _reads) == 0);
        SpinWait.SpinUntil(() => !_hasRemoved || TryClean(), LastCleaning);
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

    private bool CanHaveLog()
    {
        // Not among what the package names.
        const int ReadOnlyDirectory = raw.SQLITE_READONLY | (6 << 8);
        try
        {
            FileFormat.RequirePresent(_first, _failure);
            return true;
        }
        catch (SqliteException exception) when (
            (exception.SqliteErrorCode == raw.SQLITE_CANTOPEN || exception.SqliteExtendedErrorCode == ReadOnlyDirectory) && !File.Exists(Log))
        {
            return false;
        }
    }

    /// <summary>
    /// Tries more often than SQLite or its provider would, and leaves others a moment once it has seen them: who asks seldom would be
    /// starved by who writes much. All who wait for a lock lose patience together.
    /// </summary>
    private async ValueTask BeginAsync(SqliteSession writer, long started, CancellationToken cancellationToken)
    {
        RequireSameFile();
        if (_lastCompany is { } seen && Clock.GetElapsedTime(seen) < CompanyStays)
            await Task.Delay(TurnOfOthers, Clock, cancellationToken);
        while (!writer.TryBegin())
        {
            _lastCompany = Clock.GetTimestamp();
            if (Clock.GetElapsedTime(started) > _patience)
                throw new SqliteException("Locked.", raw.SQLITE_BUSY);
            await Task.Delay(TryInterval, Clock, cancellationToken);
        }
        cancellationToken.ThrowIfCancellationRequested();
        var version = writer.First<long>("PRAGMA data_version");
        if (_version != version && _version != 0)
            _lastCompany = Clock.GetTimestamp();
        _version = version;
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

    private string Log => _file + "-wal";

    private (DateTime, long) Written() => (File.GetLastWriteTimeUtc(_file), new FileInfo(_file).Length);

    private void RequireUnchanged()
    {
        if (_unchanged is { } unchanged && (unchanged != Written() || File.Exists(Log)))
            throw _failure.Changed();
    }

    private async Task CleanAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (!_isClosed && !TryClean())
                _cleaning.Change(CleaningInterval, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _turn.Release();
        }
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

using System.Runtime.InteropServices;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>One connection to a file, used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private const int FileControlHasMoved = 20;

    private static readonly byte[] MainDatabase = [.. "main\0"u8];

    private readonly sqlite3 _connection;
    private readonly List<Statement> _statements = [];

    static Connection() => Batteries_V2.Init();

    private Connection(sqlite3 connection) => _connection = connection;

    /// <summary>False within a transaction.</summary>
    public bool IsOutsideTransaction => raw.sqlite3_get_autocommit(_connection) != 0;

    /// <summary>The system lets us read the file and not write it.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(_connection, "main") == 1;

    /// <summary>
    /// Under the name that was opened there is no file any more, or another one. SQLite compares what the system says of the
    /// two. On Windows always false: nobody can move or replace a file there that is in use.
    /// </summary>
    public bool HasMoved =>
        FileControl(_connection, MainDatabase, FileControlHasMoved, out var moved) == raw.SQLITE_OK && moved != 0;

    /// <summary>Where SQLite keeps the log: beside the file itself if the name that was opened is a link.</summary>
    public string LogFile => raw.sqlite3_db_filename(_connection, "main").utf8_to_string() + "-wal";

    /// <summary>Rows of the last insert, update or delete.</summary>
    public int Changes => raw.sqlite3_changes(_connection);

    /// <param name="file">Created empty if missing.</param>
    /// <param name="wait">How long a statement waits for another connection's lock.</param>
    /// <exception cref="SqliteException">It cannot be opened. What is in it is not looked at yet.</exception>
    public static Connection Open(string file, TimeSpan wait)
    {
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(file, out var opened, Flags, null);
        if (code != raw.SQLITE_OK)
        {
            code = opened.IsInvalid ? code : raw.sqlite3_extended_errcode(opened);
            opened.Dispose();
            throw new SqliteException(code);
        }
        var connection = new Connection(opened);
        connection.WaitAtMost(wait);
        // Checkpoints are made by Checkpoint alone, see there.
        raw.sqlite3_wal_autocheckpoint(opened, 0);
        return connection;
    }

    /// <summary>How long a statement waits for another connection's lock.</summary>
    public void WaitAtMost(TimeSpan wait) => raw.sqlite3_busy_timeout(_connection, (int)wait.TotalMilliseconds);

    /// <summary>Lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>For what is run once.</summary>
    public void Execute(string sql)
    {
        if (raw.sqlite3_exec(_connection, sql) != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_extended_errcode(_connection));
    }

    /// <summary>The first column of the first row, for what is run once.</summary>
    public long ReadInt64(string sql)
    {
        using var statement = new Statement(_connection, sql);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }

    /// <summary>The first column of the first row, for what is run once.</summary>
    public string ReadText(string sql)
    {
        using var statement = new Statement(_connection, sql);
        return statement.Step() ? statement.GetText(0) : "";
    }

    /// <summary>
    /// Moves what the log holds into the file, as far as no reader needs it where it is. True if that was all of it: then the
    /// next transaction writes the log from its beginning.
    /// </summary>
    public bool CheckpointLog()
    {
        // A connection that has read nothing yet does not know that there is a log, and would leave it as it is.
        ReadInt64("PRAGMA user_version");
        var code = raw.sqlite3_wal_checkpoint_v2(_connection, null, raw.SQLITE_CHECKPOINT_PASSIVE, out var held, out var moved);
        if (code != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_extended_errcode(_connection));
        return moved == held;
    }

    /// <summary>The last connection of all processes to close also empties the log and deletes it.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        _connection.Dispose();
    }

    /// <summary>Not among what the package offers. The library is the one it brings.</summary>
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(sqlite3 connection, byte[] database, int operation, out int result);
}


namespace SurveyStorage.Sqlite;

/// <summary>What a file of ours looks like, how one is made, and how any other is told from it.</summary>
internal static class FileFormat
{
    /// <summary>"SvFn", where SQLite keeps the mark of the program that a file belongs to.</summary>
    public const int ApplicationId = 0x5376466E;

    /// <summary>Raised when an older program could no longer read or write the file rightly.</summary>
    public const int Version = 1;

    // A row of a clustered table goes to pages of its own when it is above a quarter of a page: a response of 1 KB should not.
    public const int PageSize = 8192;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(5);
    private static readonly Lock Creating = new();

    // The counter numbers ETags, messages and leases: a number is given once, whatever is deleted. Keys are KeyBytes. Times
    // are ticks of UTC. Entities are clustered by key, so that a range is read in one go.
    private const string Schema = """
        CREATE TABLE counter (last INTEGER NOT NULL);
        INSERT INTO counter VALUES (0);
        CREATE TABLE tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE queues (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE entities (
          table_id INTEGER NOT NULL, partition_key BLOB NOT NULL, row_key BLOB NOT NULL,
          etag INTEGER NOT NULL, written INTEGER NOT NULL, properties BLOB NOT NULL,
          PRIMARY KEY (table_id, partition_key, row_key)) WITHOUT ROWID;
        CREATE TABLE messages (
          id INTEGER PRIMARY KEY, queue_id INTEGER NOT NULL, visible INTEGER NOT NULL, receipt INTEGER NOT NULL,
          deliveries INTEGER NOT NULL, text BLOB NOT NULL);
        CREATE INDEX messages_by_time ON messages (queue_id, visible, id);
        """;

    /// <summary>Makes a new file ours, or makes sure that it is. A file of somebody else is not touched.</summary>
    /// <param name="wait">For other processes that do the same.</param>
    /// <exception cref="StoreUnavailableException">It is not ours, of a newer format, or cannot be written.</exception>
    /// <exception cref="SqliteException">It is damaged or no database.</exception>
    public static void Prepare(string file, TimeSpan wait, SqliteFailure failure)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                PrepareOnce(file, wait, failure);
                return;
            }
            catch (SqliteException busy) when (busy.IsBusy && TimeProvider.System.GetElapsedTime(started) < wait)
            {
                // Of two processes that want to change the journal mode at once SQLite lets one wait, and sends the other away.
                Task.Delay(RetryInterval, TimeProvider.System).Wait();
            }
        }
    }

    private static void PrepareOnce(string file, TimeSpan wait, SqliteFailure failure)
    {
        CreateForOwner(file);
        using var connection = Connection.Open(file, wait);
        if (connection.IsReadOnly)
            throw failure.NotWritable();
        if (IsEmpty(connection))
            Create(connection, failure);
        Check(connection, failure);
        RequireLog(connection, failure);
    }

    /// <summary>
    /// It will hold answers: who else may read it is the operator's to say. The log beside it takes its mode from the file. On
    /// Windows the folder's permissions count.
    /// </summary>
    private static void CreateForOwner(string file)
    {
        if (OperatingSystem.IsWindows())
            return;
        // A file that SQLite has open is never opened here: to close it would free the locks of this process.
        lock (Creating)
        {
            if (Path.Exists(file))
                return;
            try
            {
                using var empty = new FileStream(file, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
            catch (IOException) when (Path.Exists(file))
            {
                // Another process was faster.
            }
        }
    }

    private static bool IsEmpty(Connection connection) =>
        connection.ReadInt64("PRAGMA application_id") == 0
        && connection.ReadInt64("PRAGMA user_version") == 0
        && connection.ReadInt64("SELECT count(*) FROM sqlite_schema") == 0;

    private static void Create(Connection connection, SqliteFailure failure)
    {
        connection.Execute($"PRAGMA page_size = {PageSize}");
        RequireLog(connection, failure);
        connection.Execute("BEGIN IMMEDIATE");
        // Of several processes that found no file, one makes it.
        if (IsEmpty(connection))
            connection.Execute($"{Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};");
        connection.Execute("COMMIT");
    }

    private static void Check(Connection connection, SqliteFailure failure)
    {
        if (connection.ReadInt64("PRAGMA application_id") != ApplicationId)
            throw failure.Foreign();
        var version = connection.ReadInt64("PRAGMA user_version");
        if (version > Version)
            throw failure.Newer(version, Version);
    }

    /// <summary>Readers and the writer do not wait for each other only with a write-ahead log.</summary>
    private static void RequireLog(Connection connection, SqliteFailure failure)
    {
        var mode = connection.ReadText("PRAGMA journal_mode = WAL");
        if (mode != "wal")
            throw failure.NoLog(mode);
    }
}

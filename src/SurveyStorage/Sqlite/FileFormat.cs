using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>What a file of ours looks like, how one is made, and how any other is told from it.</summary>
internal static class FileFormat
{
    /// <summary>"SvFn", where SQLite keeps the mark of the program that a file belongs to.</summary>
    public const int ApplicationId = 0x5376466E;

    /// <summary>Raised when an older program could no longer read or write the file rightly.</summary>
    public const int Version = 2;

    // A row of a clustered table goes to pages of its own when it is above a quarter of a page: a response of 1 KB should not.
    private const int PageSize = 8192;

    // Numbers are ETags, ids of messages and leases: one is given once, whatever is deleted. Keys are OrderedKey. Times are ticks of
    // UTC. Properties are RowJson. Rows are clustered by key, so that a range is read in one go.
    private const string Schema = """
        CREATE TABLE numbers (last INTEGER NOT NULL);
        CREATE TABLE names (kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
        CREATE TABLE rows (
          table_name TEXT NOT NULL, partition_key TEXT NOT NULL, row_key TEXT NOT NULL,
          etag INTEGER NOT NULL, written INTEGER NOT NULL, properties BLOB NOT NULL,
          PRIMARY KEY (table_name, partition_key, row_key)) WITHOUT ROWID;
        CREATE TABLE queued (
          id INTEGER PRIMARY KEY, queue_name TEXT NOT NULL, visible INTEGER NOT NULL, receipt INTEGER NOT NULL,
          deliveries INTEGER NOT NULL, text TEXT NOT NULL);
        CREATE INDEX queued_by_time ON queued (queue_name, visible, id);
        """;

    /// <summary>
    /// It will hold answers: who else may read it is the operator's to say. The log beside it takes its mode from the file. On
    /// Windows the folder's permissions count.
    /// </summary>
    public static void CreateForOwner(string file)
    {
        if (Path.GetDirectoryName(file) is { } folder)
            Directory.CreateDirectory(folder);
        // A file that SQLite has open is never opened here: to close it would free the locks of this process.
        if (Path.Exists(file))
            return;
        try
        {
            OwnerOnly.CreateFile(file).Dispose();
        }
        catch (IOException) when (Path.Exists(file))
        {
            // Somebody else was faster.
        }
    }

    /// <summary>Makes a new file ours, or one of an earlier format present. A file of somebody else is not touched.</summary>
    /// <exception cref="StoreUnavailableException">It is not ours, of a newer format, or cannot be written.</exception>
    /// <exception cref="SqliteException">It is damaged or no database.</exception>
    public static void Prepare(SqliteSession session, SqliteFailure failure)
    {
        if (raw.sqlite3_db_readonly(session.Handle, "main") == 1)
            throw failure.NotWritable();
        // What is deleted is overwritten with zeros.
        session.Run("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32000");
        if (VersionOf(session, failure) == 0)
            session.Run($"PRAGMA page_size = {PageSize}");
        // Readers and the writer do not wait for each other only with a write-ahead log.
        if (session.First<string>("PRAGMA journal_mode = WAL") is not "wal" and var mode)
            throw failure.NoLog(mode);
        if (VersionOf(session, failure) < Version)
        {
            session.Run("BEGIN IMMEDIATE");
            // Of several processes that get here one does it.
            Change(session, VersionOf(session, failure));
            session.Run("COMMIT");
            session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        RequirePresent(session, failure);
    }

    /// <exception cref="StoreUnavailableException">It is not ours, or of another format.</exception>
    /// <exception cref="SqliteException">It is damaged or no database.</exception>
    public static void RequirePresent(SqliteSession session, SqliteFailure failure)
    {
        var version = VersionOf(session, failure);
        if (version < Version)
            throw version == 0 ? failure.Foreign() : failure.Earlier(version);
        // Throws if one of them is missing.
        session.Run("SELECT 1 FROM numbers, names, rows, queued LIMIT 0");
    }

    private static void Change(SqliteSession session, long version)
    {
        if (version == Version)
            return;
        session.Run(Schema);
        if (version == 0)
            session.Run("INSERT INTO numbers VALUES (0)");
        else
            EarlierFormat.Move(session);
        session.Run($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
    }

    /// <summary>0: the file is empty.</summary>
    private static long VersionOf(SqliteSession session, SqliteFailure failure)
    {
        // In this order: somebody else may make the file ours meanwhile, and what was still missing is never read after what is there.
        var tables = session.First<long>("SELECT count(*) FROM sqlite_schema");
        var version = session.First<long>("PRAGMA user_version");
        var program = session.First<long>("PRAGMA application_id");
        if (tables == 0 && version == 0 && program is 0 or ApplicationId)
            return 0;
        if (program != ApplicationId)
            throw failure.Foreign();
        return version <= Version ? version : throw failure.Newer(version, Version);
    }
}

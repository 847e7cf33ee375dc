using SQLitePCL;

namespace TestSupport;

/// <summary>Another program that writes to an embedded store's file and does not come to an end until this is disposed.</summary>
public sealed class FileLock : IDisposable
{
    private readonly sqlite3 _connection;

    public FileLock(string file)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open_v2(file, out _connection, raw.SQLITE_OPEN_READWRITE, vfs: null));
        raw.sqlite3_busy_timeout(_connection, 10_000);
        Check(raw.sqlite3_exec(_connection, "BEGIN IMMEDIATE"));
    }

    public void Dispose()
    {
        raw.sqlite3_exec(_connection, "ROLLBACK");
        raw.sqlite3_close_v2(_connection);
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new InvalidOperationException($"The file cannot be locked: {code}.");
    }
}

using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>A connection lent to one user at a time, and the statements that user has prepared. Parameters are <c>?1</c>, <c>?2</c> …</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    static SqliteSession() => Batteries_V2.Init();

    /// <exception cref="SqliteException">It cannot be opened. What is in it is not looked at yet.</exception>
    public SqliteSession(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
    }

    public sqlite3 Handle => _connection.Handle!;

    /// <summary>False if another process is writing.</summary>
    public bool TryBegin()
    {
        var code = raw.sqlite3_exec(Handle, "BEGIN IMMEDIATE");
        if (code != raw.SQLITE_BUSY)
            SqliteException.ThrowExceptionForRC(code, Handle);
        return code == raw.SQLITE_OK;
    }

    /// <summary>Nothing, if the work has rolled back.</summary>
    public void Commit()
    {
        if (IsInTransaction)
            Run("COMMIT");
    }

    /// <summary>Nothing, if a failure has ended the transaction already. If this fails, the next begin does, and says so.</summary>
    public void RollBack()
    {
        if (IsInTransaction)
            raw.sqlite3_exec(Handle, "ROLLBACK");
    }

    /// <summary>How many rows were inserted, changed or deleted.</summary>
    public int Run(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>The first column of the first row; default if there is none.</summary>
    public T? First<T>(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteScalar() is T value ? value : default;

    public SqliteDataReader Read(string sql, params ReadOnlySpan<object> values) => Prepare(sql, values).ExecuteReader();

    /// <summary>The last of so many numbers that this file never gave before.</summary>
    public long TakeNumbers(int count) => First<long>("UPDATE numbers SET last = last + ?1 RETURNING last", count) is > 0 and var last
        ? last
        : throw new InvalidDataException("The file has lost its count of numbers.");

    public void CreateFunction(string name, Func<byte[], byte[]> function) => _connection.CreateFunction(name, function);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }

    private bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = _connection.CreateCommand();
#pragma warning disable CA2100 // No text of a caller is ever part of a statement.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        }
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }
}

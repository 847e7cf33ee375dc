using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>A prepared statement, used again and again by one thread at a time. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 connection, string sql)
    {
        _connection = connection;
        var code = raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        if (code != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_extended_errcode(connection));
    }

    public Statement Bind(int parameter, long value)
    {
        Require(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    /// <summary>The bytes are copied.</summary>
    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Require(raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string text)
    {
        Require(raw.sqlite3_bind_text(_statement, parameter, text));
        return this;
    }

    /// <summary>True: the columns are those of the next row. False: there is none, and the statement can be run again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code != raw.SQLITE_DONE)
            code = raw.sqlite3_extended_errcode(_connection);
        Reset();
        return code == raw.SQLITE_DONE ? false : throw new SqliteException(code);
    }

    /// <summary>Ends a statement before its last row: until then it holds a snapshot.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long GetInt64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public string GetText(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();

    private void Require(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_extended_errcode(_connection));
    }
}

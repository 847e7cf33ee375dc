using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>SQLite said no. The message is SQLite's own text for the code and holds nothing of a statement or a row.</summary>
/// <param name="code">An extended result code.</param>
internal sealed class SqliteException(int code) : Exception(raw.sqlite3_errstr(code).utf8_to_string())
{
    private const int PrimaryMask = 0xFF;

    /// <summary>Says which call failed; the kind of failure is <see cref="Code"/>.</summary>
    public int ExtendedCode { get; } = code;

    /// <summary>One of SQLite's primary result codes.</summary>
    public int Code => ExtendedCode & PrimaryMask;

    /// <summary>Somebody else holds a lock.</summary>
    public bool IsBusy => Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}

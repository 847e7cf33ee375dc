using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>Turns what SQLite and the disk say into words for an operator: which file, what is wrong, what to do.</summary>
internal sealed class SqliteFailure(string file)
{
    private const string NothingLost = "Nothing that was acknowledged is lost.";
    private const string Restore = "The file is damaged: stop everything that uses it, keep a copy, and restore a backup.";

    /// <summary>False for what is not about the file: a cancellation, a defect.</summary>
    public static bool Is(Exception exception) =>
        exception is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException;

    public StoreUnavailableException Explain(Exception exception) => new(
        exception switch
        {
            SqliteException sqlite => Explain(sqlite),
            InvalidDataException => $"{Store} holds a row that cannot be read. {Restore}",
            _ => $"{Store} cannot be written: {exception.Message}",
        },
        exception);

    /// <param name="kind"><c>table</c> or <c>queue</c>.</param>
    public StoreUnavailableException Missing(string kind, string name) => new($"{Store} has no {kind} '{name}': run 'surveyctl setup'.");

    public StoreUnavailableException Closed() => new($"{Store} is closed: the process is ending.");

    public StoreUnavailableException Foreign() => new(
        $"{file} is not a file of SurveyFunctions. Name another file, or a new one: it is created where there is none.");

    public StoreUnavailableException Newer(long version, int known) => new(
        $"{Store} has format {version}, and this SurveyFunctions knows formats up to {known}. Run the newer SurveyFunctions that wrote it.");

    public StoreUnavailableException Earlier(long version) => new(
        $"{Store} has format {version}, of an earlier SurveyFunctions. End what else has it open, keep a copy, and bring it to the present "
        + $"format with 'surveyctl setup --file {file}'.");

    public StoreUnavailableException Emptied() => new($"{Store} is empty, and the log beside it is not. {Restore}");

    public StoreUnavailableException Changed() => new($"{Store} was written while it was read, where no log can be kept. Run it again.");

    public StoreUnavailableException NotWritable() => new(
        $"{Store} cannot be written. Let the account that runs SurveyFunctions write the file and its folder.");

    public StoreUnavailableException NoLog(string? mode) => new(
        $"{Store} cannot keep a write-ahead log there (journal mode '{mode}'). Put the file on a disk of this machine, not on a network share.");

    private string Store => $"The embedded store in {file}";

    private string Explain(SqliteException failure) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_FULL =>
            $"{Store} cannot grow: the disk is full. Free some space, and it goes on by itself. {NothingLost}",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            $"{Store} has been locked by another program for too long. End what else has the file open. {NothingLost}",
        raw.SQLITE_CORRUPT => $"{Store} cannot be read. {Restore}",
        raw.SQLITE_NOTADB => Foreign().Message,
        raw.SQLITE_READONLY when failure.SqliteExtendedErrorCode == raw.SQLITE_READONLY_DBMOVED =>
            $"{Store} was moved, deleted or replaced while it was in use. Put it back with the files beside it, or end what has it "
            + "open, delete the files beside it that end with -wal and -shm, and restore a backup.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => NotWritable().Message,
        raw.SQLITE_CANTOPEN =>
            $"{Store} cannot be opened. Check that its folder exists and is a folder, and that the account that runs SurveyFunctions may read the file, and write it and its folder.",
        raw.SQLITE_IOERR =>
            $"{Store} cannot be read or written ({failure.Message}, {failure.SqliteExtendedErrorCode}). Look at the disk and the system's log. {NothingLost}",
        _ => $"{Store} failed ({failure.Message}, {failure.SqliteExtendedErrorCode}).",
    };
}

namespace SurveyStorage.Sqlite;

/// <summary>
/// Tables and queues in one file on a disk of this machine: for a demo, tests and one small server. Several processes of that
/// machine may use the file at once. The same keys, ETags, transactions and limits as Azure storage; what was acknowledged is
/// on the disk.
/// </summary>
public sealed class SqliteStorage : IStorage
{
    /// <summary>What the file is called where nobody chose a name.</summary>
    public const string FileName = "surveys.db";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogCleaning = TimeSpan.FromSeconds(5);

    private readonly SqliteFile _file;

    private SqliteStorage(SqliteFile file, TimeProvider time)
    {
        _file = file;
        Tables = new SqliteTableStore(file, time);
        Queues = new SqliteQueueStore(file, time);
        Description = $"embedded store in {file.Name}";
    }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public string Description { get; }

    /// <summary>
    /// Opens the file; makes it and its folder if they are missing, without any table or queue. A file of an earlier format is brought
    /// to the present one, in one transaction: no process of the earlier version can write it from then on.
    /// </summary>
    /// <param name="time">For timestamps, delays and leases; processes that share a file must share a clock.</param>
    /// <exception cref="StoreUnavailableException">The file is damaged, another program's, of a newer format, or cannot be written.</exception>
    public static SqliteStorage Open(string file, TimeProvider time) => Open(file, time, Patience, LogCleaning);

    /// <summary>Opens a file that is there, perhaps one that may only be read, and writes nothing.</summary>
    /// <exception cref="StoreUnavailableException">The file is damaged, another program's, or of another format.</exception>
    public static SqliteStorage OpenToRead(string file, TimeProvider time) => new(new SqliteFile(file, Patience, logCleaning: null), time);

    /// <inheritdoc cref="SqliteFile(string, TimeSpan, TimeSpan?)"/>
    internal static SqliteStorage Open(string file, TimeProvider time, TimeSpan patience, TimeSpan logCleaning) =>
        new(new SqliteFile(file, patience, logCleaning), time);

    /// <summary>Holds the file to a size, as a disk would that is full.</summary>
    internal Task LimitAsync(long pages) =>
        _file.WriteAsync(session => session.First<long>($"PRAGMA max_page_count = {pages}"), CancellationToken.None);

    /// <summary>
    /// Finishes what waits. The last process to close the file leaves it alone in its folder, without a log beside it.
    /// </summary>
    public void Dispose() => _file.Dispose();
}


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

    private readonly Readers _readers;
    private readonly GroupWriter _writer;
    private bool _isClosed;

    private SqliteStorage(string file, Readers readers, GroupWriter writer, SqliteFailure failure, TimeProvider time)
    {
        _readers = readers;
        _writer = writer;
        Tables = new SqliteTableStore(readers, writer, failure, time);
        Queues = new SqliteQueueStore(readers, writer, failure, time);
        Description = $"embedded store in {file}";
    }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public string Description { get; }

    /// <summary>Opens the file; makes it and its folder if they are missing, without any table or queue.</summary>
    /// <param name="time">For timestamps, delays and leases; processes that share a file must share a clock.</param>
    /// <exception cref="StoreUnavailableException">The file is damaged, another program's, of a newer format, or cannot be written.</exception>
    public static SqliteStorage Open(string file, TimeProvider time) => Open(file, time, Patience, LogCleaning);

    /// <param name="patience">How long another program may lock the file before reads and writes fail.</param>
    /// <param name="logCleaning">How long what was removed may stay in the log while the file is in use.</param>
    internal static SqliteStorage Open(string file, TimeProvider time, TimeSpan patience, TimeSpan logCleaning)
    {
        file = Path.GetFullPath(file);
        var failure = new SqliteFailure(file);
        try
        {
            if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            FileFormat.Prepare(file, patience, failure);
            var readers = new Readers(file, patience, failure);
            try
            {
                var writer = new GroupWriter(file, patience, logCleaning, failure);
                return new SqliteStorage(file, readers, writer, failure, time);
            }
            catch
            {
                readers.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (SqliteFailure.Is(exception))
        {
            throw failure.Explain(exception);
        }
    }

    /// <summary>Holds the file to a size, as a disk would that is full.</summary>
    internal Task LimitAsync(long pages) => _writer.RunAsync(
        connection =>
        {
            connection.Limit(pages);
            return true;
        },
        rows: 1,
        CancellationToken.None);

    /// <summary>
    /// Finishes what waits. The last process to close the file leaves it alone in its folder, without a log beside it.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
            return;
        _readers.Dispose();
        _writer.Dispose();
    }
}

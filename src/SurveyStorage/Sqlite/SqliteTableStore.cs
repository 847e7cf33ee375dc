using System.Runtime.CompilerServices;

using Azure;

using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace SurveyStorage.Sqlite;

/// <summary>A row's ETag is the number that the file gave its latest write, in the form of the service's ETags.</summary>
internal sealed class SqliteTableStore(SqliteStorage storage, TimeProvider time) : ITableStore
{
    private const int MostRowsPerPage = 1000;

    /// <summary>A page ends with the row that reaches this, however few rows it has.</summary>
    private const int MostBytesPerPage = 4 * 1024 * 1024;

    private const string Columns = "SELECT partition_key, row_key, etag, written, properties FROM rows";
    private const string OneRow = "table_name = ?1 AND partition_key = ?2 AND row_key = ?3";
    private const string WithETag = OneRow + " AND (?4 = '*' OR format('W/\"%d\"', etag) = ?4)";

    public Task CreateTableAsync(string table, CancellationToken cancellationToken) =>
        storage.WriteAsync(writer => writer.Run("INSERT OR IGNORE INTO names VALUES ('table', ?1)", table), cancellationToken);

    public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        storage.Require("table", table);
        return storage.Read(session =>
        {
            using var row = session.Read($"{Columns} WHERE {OneRow}", table, OrderedKey.Of(partitionKey), OrderedKey.Of(rowKey));
            return row.Read() ? ReadRow(row, partitionKey) : null;
        });
    }

    public IAsyncEnumerable<TableRow> QueryAsync(
        string table, string partitionKey, string from, string to, int? take, CancellationToken cancellationToken) =>
        PagesAsync("partition_key = ?2 AND row_key {0} ?3 AND row_key < ?4", table, partitionKey, from, to, take, cancellationToken);

    public IAsyncEnumerable<TableRow> ScanAsync(
        string table, string from, string to, int? take, CancellationToken cancellationToken) =>
        PagesAsync("(partition_key, row_key) {0} (?2, ?3) AND partition_key < ?4", table, from, "", to, take, cancellationToken);

    public async Task<CommitResult> CommitAsync(string table, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            TableLimits.Check(changes);
        }
        catch (InvalidRowChangeException exception)
        {
            return new CommitResult.Refused(exception.ActionIndex, CommitRefusal.Invalid);
        }
        cancellationToken.ThrowIfCancellationRequested();
        storage.Require("table", table);
        // Where the caller runs, so that the one writer has less to do.
        var properties = changes.Select(change => change.ActionType == RowChangeType.Delete ? [] : RowJson.PropertiesOf(change.Entity)).ToArray();
        return await storage.WriteAsync(writer => Commit(writer, table, changes, properties), cancellationToken);
    }

    private CommitResult Commit(SqliteSession writer, string table, IReadOnlyList<RowChange> changes, byte[][] properties)
    {
        var written = time.GetUtcNow().UtcTicks;
        var number = writer.TakeNumbers(changes.Count) - changes.Count;
        var etags = new ETag[changes.Count];
        for (var i = 0; i < changes.Count; i++)
        {
            var (type, row, etag) = changes[i];
            var (partition, key) = (OrderedKey.Of(row.PartitionKey), OrderedKey.Of(row.RowKey));
            if (type != RowChangeType.Add)
                storage.NoteRemoval();
            number++;
            var changed = type switch
            {
                RowChangeType.Add => writer.Run(
                    "INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                    table, partition, key, number, written, properties[i]),
                RowChangeType.UpsertReplace => writer.Run(
                    "REPLACE INTO rows VALUES (?1, ?2, ?3, ?4, ?5, ?6)", table, partition, key, number, written, properties[i]),
                RowChangeType.UpdateReplace => writer.Run(
                    $"REPLACE INTO rows SELECT ?1, ?2, ?3, ?5, ?6, ?7 FROM rows WHERE {WithETag}",
                    table, partition, key, etag.ToString(), number, written, properties[i]),
                _ => writer.Run($"DELETE FROM rows WHERE {WithETag}", table, partition, key, etag.ToString()),
            };
            if (changed == 0)
            {
                var refusal = type == RowChangeType.Add ? CommitRefusal.AlreadyExists
                    : writer.First<long>($"SELECT count(*) FROM rows WHERE {OneRow}", table, partition, key) == 0 ? CommitRefusal.NotFound
                    : CommitRefusal.ETagMismatch;
                writer.RollBack();
                return new CommitResult.Refused(i, refusal);
            }
            etags[i] = type == RowChangeType.Delete ? default : ETagOf(number);
        }
        return new CommitResult.Committed(etags);
    }

    /// <summary>
    /// The next page is read while the consumer works on this one, no more than one ahead. No snapshot is held from page to page.
    /// </summary>
    /// <param name="where">With a hole for the comparison with the place where a page begins.</param>
    private async IAsyncEnumerable<TableRow> PagesAsync(
        string where, string table, string partition, string row, string to, int? take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = take ?? int.MaxValue;
        if (left <= 0)
            yield break;
        storage.Require("table", table);
        var reading = ReadAsync(">=", OrderedKey.Of(partition), OrderedKey.Of(row));
        try
        {
            while (reading is not null)
            {
                var (page, isLast) = await reading;
                left -= page.Count;
                reading = isLast || left == 0 ? null : ReadAsync(">", OrderedKey.Of(page[^1].PartitionKey), OrderedKey.Of(page[^1].RowKey));
                foreach (var read in page)
                    yield return read;
            }
        }
        finally
        {
            // Who stops early may close the store next.
            if (reading is not null)
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // On the pool, so that partitions that are asked for at once are read at once.
        Task<(List<TableRow> Rows, bool IsLast)> ReadAsync(string comparison, string fromPartition, string fromRow)
        {
            var most = Math.Min(left, MostRowsPerPage);
            var sql = $"{Columns} WHERE table_name = ?1 AND {string.Format(where, comparison)} ORDER BY partition_key, row_key LIMIT {most}";
            return Task.Run(
                () => storage.Read(session => ReadPage(session, sql, most, table, fromPartition, fromRow, OrderedKey.Of(to))), cancellationToken);
        }
    }

    private static (List<TableRow> Rows, bool IsLast) ReadPage(SqliteSession session, string sql, int most, params ReadOnlySpan<object> values)
    {
        var rows = new List<TableRow>();
        var bytes = 0;
        using var row = session.Read(sql, values);
        while (bytes < MostBytesPerPage && row.Read())
        {
            rows.Add(ReadRow(row, rows.Count == 0 ? "" : rows[^1].PartitionKey));
            bytes += raw.sqlite3_column_bytes(row.Handle!, 4);
        }
        return (rows, rows.Count < most && bytes < MostBytesPerPage);
    }

    /// <param name="partitionKey">Of the row before: rows of a range share the text of theirs.</param>
    private static TableRow ReadRow(SqliteDataReader row, string partitionKey)
    {
        var partition = OrderedKey.Key(row.GetString(0));
        return new TableRow(
            partition == partitionKey ? partitionKey : partition,
            OrderedKey.Key(row.GetString(1)),
            // The provider would copy it.
            RowJson.Read(raw.sqlite3_column_blob(row.Handle!, 4)))
        {
            ETag = ETagOf(row.GetInt64(2)),
            Timestamp = row.GetInt64(3) is >= 0 and var ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks
                ? new DateTimeOffset(ticks, TimeSpan.Zero)
                : throw new InvalidDataException("A timestamp is out of range."),
        };
    }

    private static ETag ETagOf(long number) => new($"W/\"{number}\"");
}

using Surveyctl.Tables;

using SurveyEngine.People;

namespace Surveyctl.Backups;

/// <param name="Rows">How many it has now.</param>
/// <param name="Written">How many of them by this restore; the others were there from one that was interrupted.</param>
internal sealed record RestoredTable(string Table, long Rows, long Written);

/// <summary>
/// Writes a backup that was checked into a storage whose tables are empty, or hold nothing but rows of the same backup. Until the
/// last of it, the index of the waves, the app finds none of them.
/// </summary>
internal sealed class RestoreBackup(ITableStore tables)
{
    private const string NothingWritten = "Nothing was written: restore into an empty storage.";
    private const string NotAlone = "Something else writes to this storage. Stop it, empty the storage, and restore again.";

    /// <summary>Before anything is written.</summary>
    /// <exception cref="CommandFailedException">The storage holds something else.</exception>
    public async Task RequireNoOthersAsync(string folder, BackupManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var table in manifest.Tables)
            await RequireNoOthersAsync(folder, table, cancellationToken);
    }

    /// <exception cref="CommandFailedException">Something else writes to the storage.</exception>
    /// <exception cref="StoreUnavailableException">The store failed; run again, it goes on where it stopped.</exception>
    public async Task<IReadOnlyList<RestoredTable>> RunAsync(
        string folder, BackupManifest manifest, Steps steps, CancellationToken cancellationToken)
    {
        var restored = new List<RestoredTable>();
        // What is named before what names it.
        foreach (var table in manifest.Tables.Reverse())
        {
            using var step = steps.Begin($"Writing {table.Table}");
            restored.Add(new RestoredTable(table.Table, table.Rows, await WriteAsync(folder, table, cancellationToken)));
        }
        return restored;
    }

    private async Task RequireNoOthersAsync(string folder, BackedUpTable table, CancellationToken cancellationToken)
    {
        var isEmpty = await tables.ScanAsync(table.Table, KeyRange.All.From, KeyRange.All.To, take: 1, cancellationToken)
            .FirstOrDefaultAsync(cancellationToken) is null;
        if (isEmpty)
            return;
        await foreach (var _ in MissingRows.ReadAsync(tables, table.Table, RowsOf(folder, table, cancellationToken), NothingWritten, cancellationToken))
        {
            // Any number may be missing.
        }
    }

    /// <summary>People come back without their sessions, links and keys: who had the backup had their hashes.</summary>
    private static IAsyncEnumerable<TableRow> RowsOf(string folder, BackedUpTable table, CancellationToken cancellationToken)
    {
        var rows = RowFile.ReadAsync(BackupFolder.FileOf(folder, table.Table), cancellationToken);
        return table.Table == StoreNames.People ? rows.Select(row => PersonRow.WithoutAccess(row, table.Sha256)) : rows;
    }

    private async Task<long> WriteAsync(string folder, BackedUpTable backup, CancellationToken cancellationToken)
    {
        var table = backup.Table;
        var add = new AddRows(tables, table);
        var written = await add.RunAsync(Missing().Where(row => !RowOrder.IsIndex(table, row)), cancellationToken);
        // When all else is there.
        if (table == StoreNames.Waves)
            written += await add.RunAsync(Missing().Where(row => RowOrder.IsIndex(table, row)), cancellationToken);
        return written;

        IAsyncEnumerable<TableRow> Missing() =>
            MissingRows.ReadAsync(tables, table, RowsOf(folder, backup, cancellationToken), NotAlone, cancellationToken);
    }
}

namespace Surveyctl.Backups;

/// <summary>
/// Reads a backup from beginning to end, before anything is made of it: the format is known, every file is as it was written, and
/// every line of it is a row in its place.
/// </summary>
internal static class CheckBackup
{
    /// <exception cref="CommandFailedException">Something is not as it should be.</exception>
    /// <exception cref="InvalidDataException">A line is no row.</exception>
    public static async Task<BackupManifest> RunAsync(string folder, Steps steps, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(folder);
        if (!manifest.Tables.Select(table => table.Table).SequenceEqual(manifest.TablesOfFormat, StringComparer.Ordinal))
            throw new CommandFailedException($"{BackupManifest.FileName} of {folder} does not name the tables of a backup: it is damaged.");
        using var step = steps.Begin("Checking the backup", 2 * manifest.Tables.Count);
        foreach (var table in manifest.Tables)
        {
            await RequireIntactAsync(BackupFolder.FileOf(folder, table.Table), table, cancellationToken);
            step.Advance();
        }
        foreach (var table in manifest.Tables)
        {
            await RequireRowsAsync(BackupFolder.FileOf(folder, table.Table), table, cancellationToken);
            step.Advance();
        }
        return manifest;
    }

    private static async Task RequireIntactAsync(string path, BackedUpTable table, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new CommandFailedException($"There is no {path}: the backup is not complete.");
        if (!string.Equals(await RowFile.HashAsync(path, table.Rows, cancellationToken), table.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandFailedException(
                $"{path} is damaged: its checksum is not the one in {BackupManifest.FileName}. Restore another copy of the backup.");
        }
    }

    private static async Task RequireRowsAsync(string path, BackedUpTable table, CancellationToken cancellationToken)
    {
        var rows = 0L;
        TableRow? before = null;
        await foreach (var row in RowFile.ReadAsync(path, cancellationToken))
        {
            rows++;
            // At once: it may unpack to any number.
            if (rows > table.Rows)
                throw new CommandFailedException($"{path} has more rows than the {table.Rows} that {BackupManifest.FileName} says: it is damaged.");
            if (before is not null && RowOrder.Compare(table.Table, before, row) >= 0)
                throw new CommandFailedException($"{path}, line {rows}: this row is out of order. No surveyctl wrote it.");
            before = row;
        }
        if (rows != table.Rows)
            throw new CommandFailedException($"{path} has {Counted.Of(rows, "row")}, and {BackupManifest.FileName} says {table.Rows}: it is damaged.");
    }
}

using Surveyctl.Tables;

using SurveyEngine.Verification;

namespace Surveyctl.Backups;

/// <param name="Manifest">As it is written in the folder.</param>
/// <param name="LeftOut">
/// Keys of waves of which there are results or responses, and whose rows were not there when the waves were read: they opened after
/// the backup began, or are half deleted.
/// </param>
internal sealed record TakenBackup(BackupManifest Manifest, IReadOnlyCollection<string> LeftOut);

/// <summary>
/// Copies the tables into files, in the order of <see cref="RowOrder"/>, row by row from the store to the disk: memory does not
/// grow with their number. Answers may come in meanwhile.
/// </summary>
internal sealed class TakeBackup(ITableStore tables, TimeProvider time)
{
    private readonly ReadConsistently _consistently = new(tables);
    private readonly HashSet<string> _waves = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _leftOut = new(StringComparer.Ordinal);

    /// <exception cref="StoreUnavailableException">A partition kept changing, or the store failed.</exception>
    public async Task<TakenBackup> RunAsync(BackupFolder folder, Steps steps, CancellationToken cancellationToken)
    {
        var takenAt = time.GetUtcNow();
        var files = new List<BackedUpTable>();
        foreach (var table in RowOrder.Tables)
        {
            using var step = steps.Begin($"Copying {table}");
            await using var file = new RowFileWriter(BackupFolder.FileOf(folder.FullName, table));
            await CopyAsync(table, file, cancellationToken);
            files.Add(new BackedUpTable(table, file.Rows, await file.CompleteAsync(cancellationToken)));
        }
        var manifest = new BackupManifest { Format = BackupManifest.CurrentFormat, TakenAt = takenAt, Tables = files };
        folder.Finish(manifest);
        return new TakenBackup(manifest, _leftOut);
    }

    private async Task CopyAsync(string table, RowFileWriter file, CancellationToken cancellationToken)
    {
        if (table == StoreNames.Responses)
        {
            await CopyResponsesAsync(file, cancellationToken);
            return;
        }
        var rows = RowOrder.ReadAsync(tables, table, cancellationToken);
        await file.WriteAsync(
            table switch
            {
                StoreNames.Waves => rows.Select(Note),
                StoreNames.Results or StoreNames.Pages or StoreNames.Blocks => rows.Where(row => IsOfKnownWave(row.PartitionKey)),
                _ => rows,
            },
            cancellationToken);
        file.Keep();
    }

    /// <summary>Each partition at rest, so that in the backup, too, its tallies and pending batches are its responses.</summary>
    private async Task CopyResponsesAsync(RowFileWriter file, CancellationToken cancellationToken)
    {
        await foreach (var key in TablePartitions.ReadAsync(tables, StoreNames.Responses, KeyRange.All, cancellationToken))
        {
            if (!IsOfKnownWave(key))
                continue;
            if (!ResponsesPartition.TryParse(key, out var partition))
            {
                _leftOut.Add(key);
                continue;
            }
            await _consistently.ReadAsync(partition, rows => file.WriteAsync(rows, cancellationToken), cancellationToken);
            file.Keep();
        }
    }

    private TableRow Note(TableRow row)
    {
        if (row.RowKey == WavesKeys.Wave)
            _waves.Add(row.PartitionKey);
        return row;
    }

    private bool IsOfKnownWave(string partitionKey)
    {
        var wave = TenantPartitions.WaveOf(partitionKey) ?? partitionKey;
        if (_waves.Contains(wave))
            return true;
        _leftOut.Add(wave);
        return false;
    }
}

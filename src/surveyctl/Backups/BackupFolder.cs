namespace Surveyctl.Backups;

/// <summary>
/// The folder that a backup is written into: new, or empty. Nobody else may read it, and disposed without
/// <see cref="Finish"/> it is as it was before.
/// </summary>
internal sealed class BackupFolder : IDisposable
{
    private readonly bool _isNew;
    private bool _isFinished;

    private BackupFolder(string path, bool isNew) => (FullName, _isNew) = (path, isNew);

    public string FullName { get; }

    /// <exception cref="CommandFailedException">Something is there already.</exception>
    public static BackupFolder Create(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
            throw new CommandFailedException($"{path} is a file: name a new folder.");
        if (Directory.Exists(full))
        {
            return Directory.EnumerateFileSystemEntries(full).Any()
                ? throw new CommandFailedException($"{path} is not empty: name a new folder.")
                : new BackupFolder(full, isNew: false);
        }
        OwnerOnly.CreateFolder(full);
        return new BackupFolder(full, isNew: true);
    }

    /// <summary>Where the rows of a table are, in any backup.</summary>
    public static string FileOf(string folder, string table) => Path.Combine(folder, $"{table}.jsonl.gz");

    /// <summary>From now on it is a backup.</summary>
    public void Finish(BackupManifest manifest)
    {
        manifest.Write(FullName);
        _isFinished = true;
    }

    public void Dispose()
    {
        if (_isFinished)
            return;
        foreach (var table in RowOrder.Tables)
            File.Delete(FileOf(FullName, table));
        File.Delete(Path.Combine(FullName, BackupManifest.FileName + BackupManifest.Unfinished));
        if (_isNew)
            Directory.Delete(FullName);
    }
}

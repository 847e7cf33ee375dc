using SurveyStorage.Sqlite;

namespace Surveyctl.Local;

/// <summary>The working tree that surveyctl was built in: tools and seeds lie there.</summary>
internal static class RepositoryFolder
{
    private const string Solution = "SurveyFunctions.sln";

    /// <exception cref="CommandFailedException">surveyctl does not run from a working tree.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }
        throw new CommandFailedException(
            $"This needs the repository: no {Solution} is above {AppContext.BaseDirectory}. Run it with 'dotnet run --project src/surveyctl'.");
    }

    public static string DefaultData() => Path.Combine(Find(), ".data");
}

/// <summary>The folder where a local run keeps its data, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Root = path;
        _lock = held;
    }

    public string Root { get; }

    /// <summary>Azurite's own files.</summary>
    public string Azurite => Path.Combine(Root, "azurite");

    /// <summary>The embedded store.</summary>
    public string EmbeddedFile => Path.Combine(Root, SqliteStorage.FileName);

    /// <summary>What the app writes.</summary>
    public string AppLog => Path.Combine(Root, "app.log");

    /// <exception cref="CommandFailedException">Another process holds the folder, or nothing can be written there.</exception>
    public static DataFolder Hold(string path)
    {
        try
        {
            OwnerOnly.CreateFolder(path);
            // The system frees the lock when its holder dies, in whatever way.
            var held = new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(path, held);
        }
        catch (IOException) when (IsInUse(path))
        {
            var where = RunningApp.Find(path) is { } running ? $" at {running.Url.OriginalString}, process {running.ProcessId}" : "";
            throw new CommandFailedException(
                $"'surveyctl up' runs on {path} already{where}. Use that one, stop it with Ctrl-C, or choose another folder: --data <folder>");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                $"Data cannot be kept in {path}: name a folder that you may write to, or one that can be created: --data <folder>. The system says: {failure.Message}");
        }
    }

    public static bool IsInUse(string path)
    {
        var file = Path.Combine(path, LockName);
        if (!File.Exists(file))
            return false;
        try
        {
            using var free = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Removes the data of both forms of storage, and nothing else that somebody may keep in the folder.</summary>
    public void Empty()
    {
        // The two others are SQLite's own, left beside the file by a process that was killed.
        foreach (var end in new[] { "", "-wal", "-shm" })
            File.Delete(EmbeddedFile + end);
        if (Directory.Exists(Azurite))
            Directory.Delete(Azurite, recursive: true);
        File.Delete(AppLog);
        File.Delete(RollingLog.OlderOf(AppLog));
    }

    public void Dispose()
    {
        RunningApp.Remove(Root);
        _lock.Dispose();
    }
}

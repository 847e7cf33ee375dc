namespace TestSupport;

/// <summary>A folder for one test, deleted with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyfunctions-");

    public string FullName => _folder.FullName;

    /// <summary>Everything in it.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFileSystemEntries(FullName, "*", SearchOption.AllDirectories);

    /// <summary>The path of a file in it, whether it is there or not.</summary>
    public string File(string name) => Path.Combine(FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}

namespace SurveyStorage;

/// <summary>
/// Files and folders with answers or secrets: nobody else of this machine may read them. On Windows the permissions of the folder
/// above count.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    /// <exception cref="IOException">Something is there already.</exception>
    public static FileStream CreateFile(string path, FileShare share = FileShare.Read, FileOptions options = FileOptions.None)
    {
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = share, Options = options };
        if (!OperatingSystem.IsWindows())
            creation.UnixCreateMode = OfFile;
        return new FileStream(path, creation);
    }

    /// <summary>A folder that is there stays as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OfFolder);
    }

    /// <summary>Creates the folder if it is missing, and takes from others what they may do in it and all below.</summary>
    public static void TakeFolder(string path)
    {
        CreateFolder(path);
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(path, OfFolder);
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var below in new DirectoryInfo(path).EnumerateFileSystemInfos("*", all))
            below.UnixFileMode = below is DirectoryInfo ? OfFolder : OfFile;
    }
}

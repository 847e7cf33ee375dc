using System.Security.Cryptography;
using System.Text;

namespace Surveyctl.Local;

/// <summary>The packages of a folder with a <c>package-lock.json</c>, installed exactly as locked.</summary>
public static class NodePackages
{
    private static readonly TimeSpan LockPollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Does nothing if the packages of this lock file are there. Else <c>npm ci</c> without install scripts; several
    /// processes may ask at once, one installs and the others wait.
    /// </summary>
    /// <exception cref="NodeException">Node.js is missing or too old, or the installation failed.</exception>
    public static async Task EnsureInstalledAsync(string folder, CancellationToken cancellationToken)
    {
        var wanted = Convert.ToHexString(
            SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"), cancellationToken)));
        if (IsInstalled(folder, wanted))
            return;
        using var installing = await LockAsync(folder, cancellationToken);
        if (IsInstalled(folder, wanted))
            return;
        await NodeCommand.RequireVersionAsync(cancellationToken);
        await NodeCommand.RunAsync("npm", folder, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cancellationToken);
        await File.WriteAllTextAsync(Marker(folder), wanted, cancellationToken);
    }

    /// <summary>Written after the installation, within it: half an installation has none, and npm ci removes it first.</summary>
    private static string Marker(string folder) => Path.Combine(folder, "node_modules", ".installed-lock");

    private static bool IsInstalled(string folder, string wanted) =>
        File.Exists(Marker(folder)) && File.ReadAllText(Marker(folder)) == wanted;

    /// <summary>A lock between processes: freed by the system if its holder dies.</summary>
    private static async Task<FileStream> LockAsync(string folder, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))), 0, 8);
        var path = Path.Combine(Path.GetTempPath(), $"surveyfunctions-npm-{name}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LockPollInterval, cancellationToken);
            }
        }
    }
}

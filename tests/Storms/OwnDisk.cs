using System.Diagnostics;

using TestSupport;

namespace Storms;

/// <summary>
/// A small disk that may be filled: a tmpfs, mounted in a namespace where this program runs once more, as nobody but root may mount
/// anything elsewhere. Needs Linux and <c>unshare</c>.
/// </summary>
internal static class OwnDisk
{
    private const string Variable = "STORMS_DISK";
    private const string Mount = "mount -t tmpfs -o size=64m tmpfs \"$STORMS_DISK\"";

    /// <summary>Null: there is none, and no storm fills a disk.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The exit code of the program inside, or null if no disk can be mounted here.</summary>
    public static async Task<int?> RunInsideAsync(IReadOnlyList<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("storms-disk-").FullName;
        try
        {
            if (await UnshareAsync(folder, Mount, []) != 0)
            {
                Console.WriteLine("No disk can be mounted here (unshare -rm): no storm fills one.");
                return null;
            }
            string[] program = [AppProcess.DotnetHost(), typeof(OwnDisk).Assembly.Location];
            return await UnshareAsync(folder, $"{Mount}\nexec \"$0\" exec \"$@\"", [.. program, .. arguments]);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static async Task<int> UnshareAsync(string folder, string script, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("unshare", ["-rm", "sh", "-ec", script, .. arguments]) { UseShellExecute = false };
        start.Environment[Variable] = folder;
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}

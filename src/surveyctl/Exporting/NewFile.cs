using System.Text;

using Surveyctl.Input;

namespace Surveyctl.Exporting;

/// <summary>
/// A file that is there whole or not at all: written beside its place and moved there at the end. Nobody else may read it, and
/// disposed without <see cref="KeepAsync"/> it is gone.
/// </summary>
internal sealed class NewFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _unfinished;
    private readonly bool _mayReplace;
    private readonly StreamWriter _writer;

    private NewFile(string path, bool mayReplace)
    {
        _path = path;
        _mayReplace = mayReplace;
        _unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        // A byte order mark is the text's own.
        _writer = new StreamWriter(OwnerOnly.CreateFile(_unfinished), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    public TextWriter Writer => _writer;

    /// <exception cref="CommandFailedException">Something is there already, or the folder is missing.</exception>
    public static NewFile Create(string path, bool mayReplace)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new CommandFailedException($"{path} is a folder: name a file in it.");
        // A file would take the place of a device as well.
        NamedFile.RequireRegular(full);
        if (File.Exists(full) && !mayReplace)
            throw IsThere(path);
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new CommandFailedException($"There is no folder {Path.GetDirectoryName(full)}: create it first.");
        return new NewFile(full, mayReplace);
    }

    public async Task KeepAsync()
    {
        await _writer.DisposeAsync();
        try
        {
            File.Move(_unfinished, _path, _mayReplace);
        }
        catch (IOException) when (!_mayReplace && File.Exists(_path))
        {
            throw IsThere(_path);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        File.Delete(_unfinished);
    }

    private static CommandFailedException IsThere(string path) => new($"{path} is there already: give another name, or --force to replace it.");
}

using System.Text;

namespace Surveyctl.Local;

/// <summary>
/// Lines in a file that only its owner may read. When it is full it becomes the older of two, in place of the one before, so that both
/// together never grow beyond twice its size. Several threads may write. What cannot be written, on a full disk, say, is a gap in the
/// log and nothing else: whoever writes goes on.
/// </summary>
internal sealed class RollingLog : IDisposable
{
    private const int LinesKept = 20;

    /// <summary>Some 100,000 lines.</summary>
    private const long DefaultMostBytes = 16 * 1024 * 1024;

    private readonly string _path;
    private readonly long _mostBytes;
    private readonly Func<string, Stream> _create;
    private readonly Queue<string> _lastLines = new();
    private readonly Lock _oneAtATime = new();
    private Stream? _file;
    private long _written;

    /// <summary>Takes the place of both files of an earlier run.</summary>
    /// <param name="create">Makes a file that is not there; null: on the disk.</param>
    public RollingLog(string path, long mostBytes = DefaultMostBytes, Func<string, Stream>? create = null)
    {
        // Windows renames no open file otherwise.
        (_path, _mostBytes, _create) = (path, mostBytes, create ?? (file => OwnerOnly.CreateFile(file, FileShare.Read | FileShare.Delete)));
        File.Delete(OlderOf(path));
        _file = Create();
    }

    public string LastLines
    {
        get
        {
            lock (_oneAtATime)
                return string.Join('\n', _lastLines);
        }
    }

    /// <summary>The file with the lines before those of this one.</summary>
    public static string OlderOf(string path) => path + ".1";

    public void WriteLine(string line)
    {
        lock (_oneAtATime)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
                _lastLines.Dequeue();
            var bytes = Encoding.UTF8.GetBytes(line + Environment.NewLine);
            Try(() =>
            {
                if (_written > 0 && _written + bytes.Length > _mostBytes)
                    RollOver();
                _written += bytes.Length;
                _file?.Write(bytes);
                _file?.Flush();
            });
        }
    }

    public void Dispose()
    {
        lock (_oneAtATime)
        {
            Try(() => _file?.Dispose());
            _file = null;
        }
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
#pragma warning disable CA1031 // No failure of the log is one of what it tells of.
        catch
#pragma warning restore CA1031
        {
        }
    }

    private void RollOver()
    {
        // Somebody may have removed it.
        if (File.Exists(_path))
            File.Move(_path, OlderOf(_path), overwrite: true);
        var full = _file;
        _file = Create();
        _written = 0;
        Try(() => full?.Dispose());
    }

    private Stream Create()
    {
        // One that others may read would stay so.
        File.Delete(_path);
        return _create(_path);
    }
}

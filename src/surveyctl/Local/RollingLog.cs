using System.Text;

using SurveyStorage;

namespace Surveyctl.Local;

/// <summary>
/// Lines in a file that only its owner may read. When it is full it becomes the older of two, in place of the one before, so that both
/// together never grow beyond twice its size. Several threads may write.
/// </summary>
internal sealed class RollingLog : IDisposable
{
    /// <summary>Some 100,000 lines.</summary>
    private const long DefaultMostBytes = 16 * 1024 * 1024;

    private readonly string _file;
    private readonly long _mostBytes;
    private readonly Lock _oneAtATime = new();
    private StreamWriter _writer;

    /// <summary>Takes the place of both files of an earlier run.</summary>
    public RollingLog(string file, long mostBytes = DefaultMostBytes)
    {
        (_file, _mostBytes) = (file, mostBytes);
        File.Delete(OlderOf(file));
        _writer = Create(file);
    }

    /// <summary>The file with the lines before those of this one.</summary>
    public static string OlderOf(string file) => file + ".1";

    public void WriteLine(string line)
    {
        lock (_oneAtATime)
        {
            try
            {
                var written = _writer.BaseStream.Position;
                if (written > 0 && written + Encoding.UTF8.GetByteCount(line) + Environment.NewLine.Length > _mostBytes)
                    RollOver();
                _writer.WriteLine(line);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // On a full disk, say: the log has a gap, and whoever writes it goes on.
            }
        }
    }

    public void Dispose() => _writer.Dispose();

    private void RollOver()
    {
        // Somebody may have removed it.
        if (File.Exists(_file))
            File.Move(_file, OlderOf(_file), overwrite: true);
        var full = _writer;
        _writer = Create(_file);
        full.Dispose();
    }

    private static StreamWriter Create(string file)
    {
        // One that others may read would stay so.
        File.Delete(file);
        // Windows renames no open file otherwise.
        return new StreamWriter(OwnerOnly.CreateFile(file, FileShare.Read | FileShare.Delete)) { AutoFlush = true };
    }
}

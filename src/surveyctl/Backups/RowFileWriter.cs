using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Surveyctl.Backups;

/// <summary>
/// Writes rows into a new file that nobody else may read, line by line as they come. What was written counts when it is kept; until
/// then the next write takes its place. Each write is a member of its own in the gzip file, which any reader of gzip reads as one
/// text.
/// </summary>
internal sealed class RowFileWriter : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new();
    private long _keptLength;
    private long _written;

    public RowFileWriter(string path) => _file = OwnerOnly.CreateFile(path, options: FileOptions.Asynchronous);

    /// <summary>Those that were kept.</summary>
    public long Rows { get; private set; }

    /// <returns>How many rows it were.</returns>
    public async Task<long> WriteAsync(IAsyncEnumerable<TableRow> rows, CancellationToken cancellationToken)
    {
        _file.SetLength(_keptLength);
        _file.Position = _keptLength;
        _written = 0;
        await using var text = new GZipStream(_file, CompressionLevel.Optimal, leaveOpen: true);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            _line.ResetWrittenCount();
            RowLine.Write(row, _line);
            await text.WriteAsync(_line.WrittenMemory, cancellationToken);
            _written++;
        }
        return _written;
    }

    public void Keep()
    {
        _keptLength = _file.Length;
        Rows += _written;
        _written = 0;
    }

    /// <summary>Brings what was kept to the disk.</summary>
    /// <returns>The SHA-256 of the file, in hexadecimal digits.</returns>
    public async Task<string> CompleteAsync(CancellationToken cancellationToken)
    {
        _file.SetLength(_keptLength);
        _file.Flush(flushToDisk: true);
        _file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(_file, cancellationToken));
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

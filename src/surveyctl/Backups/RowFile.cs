using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

using Surveyctl.Input;

namespace Surveyctl.Backups;

/// <summary>Reads the rows of one table of a backup. Whatever a file unpacks to, one line of it is in memory.</summary>
internal static class RowFile
{
    /// <summary>Of a line, unpacked: a row goes to the storage as the same JSON, and has to fit into a transaction.</summary>
    public const int MostLineBytes = TableLimits.MaxTransactionBytes;

    /// <summary>One at a time, as they are consumed.</summary>
    /// <exception cref="InvalidDataException">A line is no row; the message tells which and holds nothing of it.</exception>
    public static async IAsyncEnumerable<TableRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var text = new GZipStream(NamedFile.Open(path, long.MaxValue), CompressionMode.Decompress);
        var buffer = new byte[MostLineBytes];
        var (filled, number) = (0, 0);
        while (await text.ReadAsync(buffer.AsMemory(filled), cancellationToken) is > 0 and var read)
        {
            var (start, unread) = (0, filled);
            filled += read;
            while (Array.IndexOf(buffer, (byte)'\n', unread, filled - unread) is >= 0 and var end)
            {
                yield return Read(path, ++number, buffer.AsSpan(start..end));
                start = unread = end + 1;
            }
            buffer.AsSpan(start..filled).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
                throw new InvalidDataException($"{path}, line {number + 1}: This is longer than any row of a table. No surveyctl wrote it.");
        }
        if (filled > 0)
            yield return Read(path, ++number, buffer.AsSpan(..filled));
    }

    /// <summary>The SHA-256 of the file, in hexadecimal digits.</summary>
    /// <param name="rows">How many it should have: larger than they can be, it is not read.</param>
    public static async Task<string> HashAsync(string path, long rows, CancellationToken cancellationToken)
    {
        // What cannot be compressed gets a little larger. Of any number of rows this is at most the largest long.
        await using var file = NamedFile.Open(path, (long)((rows + 1d) * MostLineBytes));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static TableRow Read(string path, int number, ReadOnlySpan<byte> line)
    {
        try
        {
            return RowLine.Read(line);
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException($"{path}, line {number}: {problem.Message}", problem);
        }
    }
}

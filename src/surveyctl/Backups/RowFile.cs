using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

using Surveyctl.Input;

using SurveyStore.Tables;

namespace Surveyctl.Backups;

/// <summary>Reads the rows of one table of a backup.</summary>
internal static class RowFile
{
    /// <summary>One at a time, as they are consumed.</summary>
    /// <exception cref="InvalidDataException">A line is no row; the message tells which and holds nothing of it.</exception>
    public static async IAsyncEnumerable<TableEntity> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(new GZipStream(NamedFile.Open(path, long.MaxValue), CompressionMode.Decompress));
        for (var number = 1; await text.ReadLineAsync(cancellationToken) is { } line; number++)
            yield return Read(path, number, line);
    }

    /// <summary>The SHA-256 of the file, in hexadecimal digits.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = NamedFile.Open(path, long.MaxValue);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private static TableEntity Read(string path, int number, string line)
    {
        try
        {
            return TableRowLine.Read(line);
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException($"{path}, line {number}: {problem.Message}", problem);
        }
    }
}

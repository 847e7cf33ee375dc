namespace SurveyStorage;

/// <summary>A byte string over as many properties of at most 64 KiB as it needs: <c>Name0</c>, <c>Name1</c> …</summary>
public static class ChunkedBinary
{
    public const int ChunkSize = 64 * 1024;

    public static void Write(TableRow row, string name, ReadOnlySpan<byte> bytes)
    {
        var chunk = 0;
        do
        {
            var length = Math.Min(bytes.Length, ChunkSize);
            row[$"{name}{chunk++}"] = bytes[..length].ToArray();
            bytes = bytes[length..];
        }
        while (!bytes.IsEmpty);
        // Of a longer one that stood there.
        while (row.GetBinary($"{name}{chunk}") is not null)
            row[$"{name}{chunk++}"] = null;
    }

    /// <exception cref="InvalidDataException">The row has no such byte string.</exception>
    public static byte[] Read(TableRow row, string name)
    {
        var first = row.GetBinary($"{name}0")
            ?? throw new InvalidDataException($"Row {row.PartitionKey}/{row.RowKey} has no {name}.");
        if (first.Length < ChunkSize)
            return first;

        using var whole = new MemoryStream();
        for (var chunk = 0; row.GetBinary($"{name}{chunk}") is { } bytes; chunk++)
            whole.Write(bytes);
        return whole.ToArray();
    }
}

namespace SurveyStorage.Azure;

/// <summary>Keys within addresses and filters: a quote is doubled, then everything but the unreserved characters is %-encoded.</summary>
internal static class TableKeyEscaping
{
    /// <summary>A string literal of a filter, quotes around it; not yet encoded for an address.</summary>
    public static string Literal(string key) => $"'{key.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary><c>(PartitionKey='…',RowKey='…')</c> of an address.</summary>
    public static string RowAddress(string partitionKey, string rowKey) =>
        $"(PartitionKey='{Escaped(partitionKey)}',RowKey='{Escaped(rowKey)}')";

    /// <summary>The same as <see cref="RowAddress"/> without a string per row.</summary>
    public static void WriteRowAddress(PooledBuffer buffer, string partitionKey, string rowKey)
    {
        buffer.Write("(PartitionKey='"u8);
        WriteEscaped(buffer, partitionKey);
        buffer.Write("',RowKey='"u8);
        WriteEscaped(buffer, rowKey);
        buffer.Write("')"u8);
    }

    private static string Escaped(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private static void WriteEscaped(PooledBuffer buffer, string key)
    {
        const int mostBytesPerChar = 9;
        var to = buffer.GetSpan(mostBytesPerChar * key.Length);
        var length = 0;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in key.EnumerateRunes())
        {
            if (rune.IsAscii && IsUnreserved((char)rune.Value))
            {
                to[length++] = (byte)rune.Value;
                continue;
            }
            var bytes = rune.EncodeToUtf8(utf8);
            for (var i = 0; i < bytes; i++)
                length += Percent(to[length..], utf8[i]);
            if (rune.Value == '\'')
                length += Percent(to[length..], (byte)'\'');
        }
        buffer.Advance(length);
    }

    private static int Percent(Span<byte> to, byte value)
    {
        var digits = "0123456789ABCDEF"u8;
        to[0] = (byte)'%';
        to[1] = digits[value >> 4];
        to[2] = digits[value & 15];
        return 3;
    }

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}

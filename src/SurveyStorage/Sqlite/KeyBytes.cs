using System.Buffers;
using System.Text;

namespace SurveyStorage.Sqlite;

/// <summary>
/// Keys as bytes whose order is the ordinal order of the keys' UTF-16 units, as the contract wants it. Each unit becomes one to
/// three bytes in the manner of UTF-8; halves of a surrogate pair stay apart, because as one character they would sort above
/// U+E000 to U+FFFF. ASCII is itself.
/// </summary>
internal static class KeyBytes
{
    private const int MostBytesPerUnit = 3;

    /// <summary>Any text has a form, half a surrogate pair too: a range may end anywhere.</summary>
    public static byte[] Encode(string key)
    {
        var bytes = new byte[Length(key)];
        Write(key, bytes);
        return bytes;
    }

    public static void Encode(string key, IBufferWriter<byte> output) =>
        output.Advance(Write(key, output.GetSpan(MostBytesPerUnit * key.Length)));

    /// <summary>The bytes of the lowest key that is above this one.</summary>
    public static byte[] After(ReadOnlySpan<byte> key)
    {
        var after = new byte[key.Length + 1];
        key.CopyTo(after);
        return after;
    }

    /// <exception cref="InvalidDataException">This is no key.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
            return Encoding.ASCII.GetString(bytes);
        var units = new char[bytes.Length];
        var length = 0;
        for (var i = 0; i < bytes.Length;)
            units[length++] = Unit(bytes, ref i);
        return new string(units, 0, length);
    }

    private static int Length(string key)
    {
        var length = key.Length;
        foreach (var unit in key)
            length += unit < 0x80 ? 0 : unit < 0x800 ? 1 : 2;
        return length;
    }

    private static int Write(string key, Span<byte> bytes)
    {
        var length = 0;
        foreach (var unit in key)
        {
            if (unit < 0x80)
            {
                bytes[length++] = (byte)unit;
                continue;
            }
            if (unit < 0x800)
            {
                bytes[length++] = (byte)(0xC0 | (unit >> 6));
            }
            else
            {
                bytes[length++] = (byte)(0xE0 | (unit >> 12));
                bytes[length++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
            }
            bytes[length++] = (byte)(0x80 | (unit & 0x3F));
        }
        return length;
    }

    private static char Unit(ReadOnlySpan<byte> bytes, ref int i)
    {
        var first = bytes[i++];
        if (first < 0x80)
            return (char)first;
        var more = first >= 0xE0 ? 2 : 1;
        if (first is < 0xC0 or >= 0xF0 || i + more > bytes.Length)
            throw new InvalidDataException("A key cannot be read.");
        var unit = more == 2 ? first & 0x0F : first & 0x1F;
        for (; more > 0; more--)
            unit = (unit << 6) | (bytes[i++] & 0x3F);
        return (char)unit;
    }
}

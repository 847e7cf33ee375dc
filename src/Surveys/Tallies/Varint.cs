using System.Buffers;

namespace Surveys.Tallies;

/// <summary>
/// Unsigned LEB128: seven bits a byte, the lowest first, the high bit set on all but the last byte. Values are those of a
/// non-negative <c>long</c> and have exactly one form, so that equal content is equal bytes.
/// </summary>
internal static class Varint
{
    private const int MostBytes = 9;

    public static void Write(IBufferWriter<byte> output, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var span = output.GetSpan(MostBytes);
        var length = 0;
        for (; value > 0x7F; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Takes one value off the front of <paramref name="input"/>.</summary>
    /// <exception cref="FormatException">The input ends within it, it is longer than need be, or it does not fit 63 bits.</exception>
    public static long Read(ref ReadOnlySpan<byte> input)
    {
        long value = 0;
        for (var i = 0; i < input.Length && i < MostBytes; i++)
        {
            value |= (long)(input[i] & 0x7F) << (7 * i);
            if (input[i] > 0x7F)
                continue;
            if (i > 0 && input[i] == 0)
                throw new FormatException("A number is written longer than need be.");
            input = input[(i + 1)..];
            return value;
        }
        throw new FormatException("A number does not end or is too large.");
    }

    /// <exception cref="FormatException">As <see cref="Read"/>, or the value is above <paramref name="largest"/>.</exception>
    public static int ReadInt(ref ReadOnlySpan<byte> input, int largest = int.MaxValue)
    {
        var value = Read(ref input);
        return value <= largest ? (int)value : throw new FormatException($"A number is above {largest}.");
    }
}

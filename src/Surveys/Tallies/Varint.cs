using System.Buffers;

namespace Surveys.Tallies;

/// <summary>
/// Unsigned LEB128: seven bits a byte, the lowest first, the high bit set on all but the last byte. Values are those of a
/// non-negative <c>long</c> and have exactly one form, so that equal content is equal bytes.
/// </summary>
internal static class Varint
{
    public const int MostBytes = 9;

    public static void Write(IBufferWriter<byte> output, long value) => output.Advance(Write(output.GetSpan(MostBytes), value));

    /// <returns>How many bytes of <paramref name="output"/> it takes.</returns>
    public static int Write(Span<byte> output, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var length = 0;
        for (; value > 0x7F; value >>= 7)
            output[length++] = (byte)(value | 0x80);
        output[length++] = (byte)value;
        return length;
    }

    /// <summary>Takes one value off the front of <paramref name="input"/>.</summary>
    /// <exception cref="FormatException">The input ends within it, it is longer than need be, or it does not fit 63 bits.</exception>
    public static long Read(ref ReadOnlySpan<byte> input)
    {
        // Nearly every code and count takes one byte.
        if (input.IsEmpty || input[0] > 0x7F)
            return ReadLonger(ref input);
        var value = input[0];
        input = input[1..];
        return value;
    }

    /// <exception cref="FormatException">As <see cref="Read"/>, or the value is above <paramref name="largest"/>.</exception>
    public static int ReadInt(ref ReadOnlySpan<byte> input, int largest = int.MaxValue)
    {
        var value = Read(ref input);
        return value <= largest ? (int)value : throw new FormatException($"A number is above {largest}.");
    }

    private static long ReadLonger(ref ReadOnlySpan<byte> input)
    {
        long value = 0;
        for (var i = 0; i < input.Length && i < MostBytes; i++)
        {
            value |= (long)(input[i] & 0x7F) << (7 * i);
            if (input[i] > 0x7F)
                continue;
            if (input[i] == 0)
                throw new FormatException("A number is written longer than need be.");
            input = input[(i + 1)..];
            return value;
        }
        throw new FormatException("A number does not end or is too large.");
    }
}

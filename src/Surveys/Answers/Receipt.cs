using System.Buffers.Binary;

using Surveys.Ids;

namespace Surveys.Answers;

/// <summary>
/// What a respondent keeps: where the response is stored and its id, to be read aloud or typed. 30 characters of Crockford's
/// base 32 in six groups of five: 14 bits bucket, 128 bits response id, 8 bits CRC. The CRC finds every wrong character, and,
/// because the wave's id goes into it, 255 of 256 receipts of another wave.
/// </summary>
/// <remarks>https://www.crockford.com/base32.html. Whoever has the receipt has the response id.</remarks>
public static class Receipt
{
    public const int LargestBucket = (1 << 14) - 1;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 30;
    private const int GroupLength = 5;

    /// <summary>Bucket in two bytes, id, CRC, and a spare byte, since digits are read out of two bytes at once.</summary>
    private const int ByteCount = 2 + 16 + 1 + 1;

    private const int CrcAt = 2 + 16;

    /// <param name="wave">That the response belongs to; the receipt does not tell it.</param>
    /// <param name="bucket">0 to <see cref="LargestBucket"/>.</param>
    public static string Format(WaveId wave, int bucket, ResponseId id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bucket, LargestBucket);
        Span<byte> bytes = stackalloc byte[ByteCount];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)bucket);
        id.Value.TryWriteBytes(bytes[2..], bigEndian: true, out _);
        bytes[CrcAt] = Crc(wave, bytes[..CrcAt]);

        Span<char> text = stackalloc char[Length + (Length / GroupLength) - 1];
        text.Fill('-');
        for (var digit = 0; digit < Length; digit++)
        {
            var (at, shift) = PlaceOf(digit);
            text[digit + (digit / GroupLength)] = Digits[(BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) >> shift) & 31];
        }
        return new string(text);
    }

    /// <summary>Takes it as people write it: any case, spaces and hyphens anywhere, O for 0, I and L for 1.</summary>
    /// <returns>False: not a receipt, mistyped, or of another wave.</returns>
    public static bool TryParse(string? text, WaveId wave, out int bucket, out ResponseId id)
    {
        bucket = 0;
        id = default;
        Span<byte> bytes = stackalloc byte[ByteCount];
        var digits = 0;
        foreach (var typed in text ?? "")
        {
            // Keyboards for Chinese have forms of their own of Latin letters and digits.
            var c = typed is >= '\uFF01' and <= '\uFF5E' ? (char)(typed - 0xFEE0) : typed;
            if (!char.IsLetterOrDigit(c))
                continue;
            var value = ValueOf(c);
            if (value < 0 || digits == Length)
                return false;
            var (at, shift) = PlaceOf(digits++);
            var both = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) | (value << shift);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], (ushort)both);
        }
        if (digits != Length || Crc(wave, bytes[..CrcAt]) != bytes[CrcAt])
            return false;
        bucket = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        id = new ResponseId(new Guid(bytes[2..CrcAt], bigEndian: true));
        return ResponseId.IsRandom(id.Value);
    }

    /// <summary>The first of the two bytes that hold a digit, and how far it stands from their end.</summary>
    private static (int At, int Shift) PlaceOf(int digit)
    {
        // 30 digits hold all but the two highest bits, which the bucket leaves 0.
        var (at, bit) = Math.DivRem(2 + (5 * digit), 8);
        return (at, 16 - 5 - bit);
    }

    private static int ValueOf(char c) => char.ToUpperInvariant(c) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var upper => Digits.IndexOf(upper),
    };

    /// <summary>CRC-8, polynomial x^8 + x^2 + x + 1: finds every error within eight neighbouring bits.</summary>
    private static byte Crc(WaveId wave, ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var c in wave.Value)
            crc = Crc(crc, (byte)c);
        foreach (var b in bytes)
            crc = Crc(crc, b);
        return (byte)crc;
    }

    private static int Crc(int crc, byte b)
    {
        crc ^= b;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 0x80) != 0 ? ((crc << 1) ^ 0x07) & 0xFF : crc << 1;
        return crc;
    }
}

using System.Buffers;

namespace Surveys.Tallies;

/// <summary>
/// The stored form of a vector of counts: each count as a varint, and for each run of zeros a zero byte followed by the
/// varint of its length, the last run included. Most cells of most schools are zero.
/// </summary>
public static class TallyCodec
{
    /// <summary>Counts written between two looks for room.</summary>
    private const int MostAtOnce = 64;

    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static void Encode(ReadOnlySpan<long> counts, IBufferWriter<byte> output)
    {
        for (var cell = 0; cell < counts.Length;)
        {
            var start = cell;
            if (counts[cell] == 0)
            {
                var zeros = counts[cell..].IndexOfAnyExcept(0L);
                cell = zeros < 0 ? counts.Length : cell + zeros;
                Varint.Write(output, 0);
                Varint.Write(output, cell - start);
                continue;
            }
            var block = output.GetSpan(Math.Min(counts.Length - cell, MostAtOnce) * Varint.MostBytes);
            var length = 0;
            for (; cell < counts.Length && cell - start < MostAtOnce && counts[cell] != 0; cell++)
                length += Varint.Write(block[length..], counts[cell]);
            output.Advance(length);
        }
    }

    /// <summary>Overwrites <paramref name="counts"/>, which has as many cells as the vector that was encoded.</summary>
    /// <exception cref="FormatException">Malformed, or of another number of cells; the cells are then worthless.</exception>
    public static void Decode(ReadOnlySpan<byte> encoded, Span<long> counts)
    {
        counts.Clear();
        var cell = 0;
        while (!encoded.IsEmpty)
        {
            var value = Varint.Read(ref encoded);
            if (value == 0)
            {
                var zeros = Varint.ReadInt(ref encoded, counts.Length - cell);
                if (zeros == 0)
                    throw new FormatException("A run of zeros is empty.");
                cell += zeros;
                continue;
            }
            if (cell == counts.Length)
                throw new FormatException($"The vector has more than {counts.Length} cells.");
            counts[cell++] = value;
        }
        if (cell != counts.Length)
            throw new FormatException($"The vector has {cell} cells instead of {counts.Length}.");
    }
}

using System.Buffers;

using FsCheck;
using FsCheck.Fluent;

using Surveys.Tallies;

namespace Surveys.Tests.Tallies;

public class TallyCodecTests
{
    private static readonly Gen<long> Counts = Gen.Frequency(
        (6, Gen.Constant(0L)),
        (3, Gen.Choose(1, 300).Select(count => (long)count)),
        (1, Gen.Elements(127L, 128L, 16_383L, 16_384L, (1L << 21) - 1, long.MaxValue)));

    [Fact]
    public void A_vector_comes_back_as_it_was() =>
        Properties.Hold(Counts.ArrayOf(), counts =>
        {
            var decoded = new long[counts.Length];
            Array.Fill(decoded, 7);
            TallyCodec.Decode(Encode(counts), decoded);
            return decoded.SequenceEqual(counts);
        });

    [Fact]
    public void A_long_vector_without_a_zero_comes_back_as_it_was()
    {
        var counts = Enumerable.Range(0, 1000).Select(cell => long.MaxValue - cell).ToArray();
        var decoded = new long[counts.Length];

        TallyCodec.Decode(Encode(counts), decoded);

        Assert.Equal(counts, decoded);
    }

    [Fact]
    public void The_bytes_are_the_documented_ones() =>
        Assert.Equal([0x05, 0x00, 0x03, 0x80, 0x01, 0x00, 0x01], Encode([5, 0, 0, 0, 128, 0]));

    [Fact]
    public void A_vector_of_zeros_takes_three_bytes() => Assert.Equal(3, Encode(new long[7000]).Length);

    [Fact]
    public void Random_bytes_give_a_vector_or_a_format_error_and_nothing_else() =>
        Properties.Hold(
            from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf() from cells in Gen.Choose(0, 40) select (bytes, cells),
            pair =>
            {
                try
                {
                    var counts = new long[pair.cells];
                    TallyCodec.Decode(pair.bytes, counts);
                    return Encode(counts).Length <= pair.bytes.Length;
                }
                catch (FormatException)
                {
                    return true;
                }
            },
            count: 5000);

    [Theory]
    [InlineData(new byte[] { 1 }, 2)]
    [InlineData(new byte[] { 1, 2, 3 }, 2)]
    [InlineData(new byte[] { 0, 3 }, 2)]
    [InlineData(new byte[] { 0, 0, 1, 1 }, 2)]
    [InlineData(new byte[] { 0 }, 1)]
    [InlineData(new byte[] { 0x80 }, 1)]
    [InlineData(new byte[] { 0x81, 0x00 }, 1)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, 1)]
    public void Malformed_bytes_and_another_number_of_cells_are_refused(byte[] encoded, int cells) =>
        Assert.Throws<FormatException>(() => TallyCodec.Decode(encoded, new long[cells]));

    [Fact]
    public void A_negative_count_is_a_defect() => Assert.Throws<ArgumentOutOfRangeException>(() => Encode([-1]));

    internal static byte[] Encode(long[] counts)
    {
        var output = new ArrayBufferWriter<byte>();
        TallyCodec.Encode(counts, output);
        return output.WrittenSpan.ToArray();
    }
}

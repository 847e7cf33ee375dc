using SurveyStore.Embedded;
using SurveyStore.Tables;

namespace SurveyStore.Tests.Embedded;

public sealed class PropertyCodecTests
{
    private static readonly TableEntity Row = new("p", "r")
    {
        { "Text", "plain 😀 العربية \0\u001F" },
        { "Empty", "" },
        { "Long", new string('é', 300) },
        { "Bytes", new byte[] { 0, 127, 128, 255 } },
        { "NoBytes", Array.Empty<byte>() },
        { "Yes", true },
        { "No", false },
        { "Int", int.MinValue },
        { "Int64", long.MaxValue },
        { "NotANumber", double.NaN },
        { "MinusZero", -0.0 },
        { "Tiny", -5e-324 },
        { "When", new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567) },
        { "Id", Guid.Parse("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0") },
    };

    [Fact]
    public void Every_kind_of_property_is_read_as_it_was_written()
    {
        var reader = new PropertyReader();
        // Twice: names are remembered.
        for (var i = 0; i < 2; i++)
            Assert.Equal(Row.ToDictionary(StringComparer.Ordinal), reader.Read(Write(Row)));
        Assert.Empty(reader.Read(Write(new TableEntity("p", "r"))));
    }

    [Fact]
    public void Names_that_share_a_place_in_memory_are_not_mixed_up()
    {
        var reader = new PropertyReader();
        var row = new TableEntity("p", "r");
        for (var i = 0; i < 250; i++)
            row[$"P{i}"] = i;
        Assert.Equal(row.ToDictionary(StringComparer.Ordinal), reader.Read(Write(row)));
    }

    [Fact]
    public void The_form_of_a_row_stays_as_it_is_in_files()
    {
        var row = new TableEntity("p", "r") { { "N", 258 }, { "T", "é" } };
        Assert.Equal("010201" + "4E" + "05" + "02010000" + "01" + "54" + "01" + "02" + "C3A9", Convert.ToHexString(Write(row)));
    }

    [Fact]
    public void Damaged_bytes_are_told_and_nothing_else_happens()
    {
        var reader = new PropertyReader();
        var whole = Write(Row);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => reader.Read(whole.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => reader.Read([.. whole, 0]));
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var bit in new byte[] { 1, 8, 64, 128 })
            {
                var damaged = whole.ToArray();
                damaged[at] ^= bit;
                // Another value, or told: no other exception.
                var failure = Record.Exception(() => { reader.Read(damaged); });
                Assert.True(failure is null or InvalidDataException, $"{failure}");
            }
        }
    }

    private static byte[] Write(TableEntity row)
    {
        using var buffer = new PooledBuffer(16);
        PropertyWriter.Write(buffer, row);
        return buffer.Written.ToArray();
    }
}

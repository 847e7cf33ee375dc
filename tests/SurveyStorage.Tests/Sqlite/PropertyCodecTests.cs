using System.Text;

using SurveyStorage.Sqlite;

namespace SurveyStorage.Tests.Sqlite;

public sealed class PropertyCodecTests
{
    private static readonly TableRow Row = new("p", "r")
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
        Assert.Equal(Row.ToDictionary(StringComparer.Ordinal), new PropertyBytes(Write(Row)).ToDictionary());
        Assert.Empty(new PropertyBytes(Write(new TableRow("p", "r"))).ToDictionary());
    }

    [Fact]
    public void Every_property_is_found_by_its_name_and_no_other()
    {
        var stored = new PropertyBytes(Write(Row));
        Assert.All(Row, property => Assert.Equal(property.Value, stored.Find(property.Key)));
        Assert.Null(stored.Find("text"));
        Assert.Null(stored.Find(""));
    }

    [Fact]
    public void A_text_is_found_as_it_is_stored_and_nothing_else_is_a_text()
    {
        var stored = new TableRow("p", "r", new PropertyBytes(Write(Row)));
        foreach (var row in new[] { Row, stored })
        {
            foreach (var (name, value) in Row)
            {
                Assert.Equal(value is string, row.TryGetUtf8(name, out var utf8));
                Assert.Equal(value as string ?? "", Encoding.UTF8.GetString(utf8));
            }
            Assert.False(row.TryGetUtf8("Missing", out _));
        }
    }

    [Fact]
    public void A_row_that_was_read_can_be_changed()
    {
        var row = new TableRow("p", "r", new PropertyBytes(Write(Row)));
        row["Text"] = "other";
        row["Yes"] = null;
        row["New"] = 7;

        Assert.Equal(("other", null, 7), (row.GetString("Text"), row.GetBoolean("Yes"), row.GetInt32("New")));
        Assert.True(row.TryGetUtf8("Text", out var utf8) && utf8.SequenceEqual("other"u8));
        Assert.Equal(Row.GetString("Long"), row.GetString("Long"));
        Assert.Equal(Row.Count, row.Count);
    }

    [Fact]
    public void The_form_of_a_row_stays_as_it_is_in_files()
    {
        var row = new TableRow("p", "r") { { "N", 258 }, { "T", "é" } };
        Assert.Equal("010201" + "4E" + "05" + "02010000" + "01" + "54" + "01" + "02" + "C3A9", Convert.ToHexString(Write(row)));
    }

    [Fact]
    public void Damaged_bytes_are_told_and_nothing_else_happens()
    {
        var whole = Write(Row);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => new PropertyBytes(whole.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => new PropertyBytes([.. whole, 0]));
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var bit in new byte[] { 1, 8, 64, 128 })
            {
                var damaged = whole.ToArray();
                damaged[at] ^= bit;
                // Another value, or told: no other exception.
                var failure = Record.Exception(() => { new PropertyBytes(damaged).ToDictionary(); });
                Assert.True(failure is null or InvalidDataException, $"{failure}");
            }
        }
    }

    private static byte[] Write(TableRow row)
    {
        using var buffer = new PooledBuffer(16);
        PropertyWriter.Write(buffer, row);
        return buffer.Written.ToArray();
    }
}

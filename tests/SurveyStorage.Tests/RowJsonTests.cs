using System.Text;

namespace SurveyStorage.Tests;

public sealed class RowJsonTests
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
        Assert.Equal(Row.ToDictionary(StringComparer.Ordinal), RowJson.Read(RowJson.PropertiesOf(Row)));
        Assert.Empty(RowJson.Read(RowJson.PropertiesOf(new TableRow("p", "r"))));
    }

    [Fact]
    public void The_form_of_a_row_stays_as_it_is_in_files()
    {
        var row = new TableRow("p", "r") { { "N", 258 }, { "T", "é\"" }, { "L", 3L }, { "B", new byte[] { 255 } } };
        Assert.Equal(
            """{"N":258,"T":"é\"","L@odata.type":"Edm.Int64","L":"3","B@odata.type":"Edm.Binary","B":"/w=="}""",
            Encoding.UTF8.GetString(RowJson.PropertiesOf(row)));
    }

    [Fact]
    public void Damaged_bytes_are_told_and_nothing_else_happens()
    {
        var whole = RowJson.PropertiesOf(Row);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => RowJson.Read(whole.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => RowJson.Read([.. whole, (byte)'0']));
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var bit in new byte[] { 1, 8, 64, 128 })
            {
                var damaged = whole.ToArray();
                damaged[at] ^= bit;
                // Another value, or told: no other exception.
                var failure = Record.Exception(() => { RowJson.Read(damaged); });
                Assert.True(failure is null or InvalidDataException, $"{failure}");
            }
        }
    }
}

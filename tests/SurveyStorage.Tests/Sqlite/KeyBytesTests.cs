using SurveyStorage.Sqlite;
using SurveyStorage.Tests.Contract;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Sqlite;

public sealed class KeyBytesTests(AzuriteFixture azurite, EmbeddedFixture embedded) : IClassFixture<EmbeddedFixture>
{
    /// <summary>In the order of UTF-16: a surrogate pair (U+10000 and above) sorts below U+E000.</summary>
    private static readonly string[] InOrder =
        ["", "!", "a", "a!", "ab", "b", "\u00E9", "\u07FF", "\u0800", "\uD7FF", "\U00010000", "😀", "\U0010FFFF", "\uE000", "\uFFFD"];

    [Fact]
    public void Bytes_sort_as_the_UTF_16_units_of_their_keys()
    {
        var texts = InOrder.Concat(AwkwardText.Keys.Select(row => row.Data)).Concat(["\uD83D", "\uDE00", "\uD83Dx", "\uFFFF", "\0"]).ToList();
        foreach (var one in texts)
        {
            foreach (var other in texts)
            {
                var bytes = KeyBytes.Encode(one).AsSpan().SequenceCompareTo(KeyBytes.Encode(other));
                Assert.Equal(Math.Sign(string.CompareOrdinal(one, other)), Math.Sign(bytes));
            }
        }
    }

    [Fact]
    public void Bytes_are_read_back_as_the_key_they_were()
    {
        foreach (var text in InOrder.Concat(AwkwardText.Keys.Select(row => row.Data)).Append("a\uD83Db"))
            Assert.Equal(text, KeyBytes.Decode(KeyBytes.Encode(text)));
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0x41, 0xC3 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80 })]
    public void Bytes_that_are_no_key_are_told(byte[] bytes) => Assert.Throws<InvalidDataException>(() => KeyBytes.Decode(bytes));

    [Fact]
    public async Task Both_stores_sort_keys_alike()
    {
        foreach (var store in new[] { azurite.Tables, embedded.Tables })
        {
            var table = AzuriteFixture.NewName();
            await store.CreateTableAsync(table, default);
            var keys = InOrder.Where(key => key.Length > 0).ToList();
            Assert.IsType<CommitResult.Committed>(await store.CommitAsync(
                table, [.. keys.AsEnumerable().Reverse().Select(key => new RowChange(Add, new TableRow("p", key)))], default));

            var read = await store.QueryAsync(table, "p", "", "\uFFFF", null, default).Select(row => row.RowKey).ToListAsync();
            var aboveThePairs = await store.QueryAsync(table, "p", "\uE000", "\uFFFF", null, default).Select(row => row.RowKey).ToListAsync();

            Assert.Equal(keys, read);
            Assert.Equal(["\uE000", "\uFFFD"], aboveThePairs);
        }
    }
}

using System.Text;

using SurveyStorage.Sqlite;
using SurveyStorage.Tests.Contract;

using TestSupport;

using static SurveyStorage.RowChangeType;

namespace SurveyStorage.Tests.Sqlite;

public sealed class OrderedKeyTests(AzuriteFixture azurite, EmbeddedFixture embedded) : IClassFixture<EmbeddedFixture>
{
    /// <summary>In the order of UTF-16: a surrogate pair (U+10000 and above) sorts below U+E000.</summary>
    private static readonly string[] InOrder =
        ["", "!", "a", "a!", "ab", "b", "\u00E9", "\u07FF", "\u0800", "\uD7FF", "\U00010000", "😀", "\U0010FFFF", "\uE000", "\uFFFD"];

    [Fact]
    public void Code_points_sort_as_the_UTF_16_units_of_their_keys()
    {
        var texts = InOrder.Concat(AwkwardText.Keys.Select(row => row.Data)).Concat(["\uD83D", "\uDE00", "\uD83Dx", "\uFFFF", "\0"]).ToList();
        foreach (var one in texts)
        {
            foreach (var other in texts)
            {
                var order = Encoding.UTF8.GetBytes(OrderedKey.Of(one)).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(OrderedKey.Of(other)));
                Assert.Equal(Math.Sign(string.CompareOrdinal(one, other)), Math.Sign(order));
            }
        }
    }

    [Fact]
    public void A_key_is_read_back_as_it_was()
    {
        foreach (var text in InOrder.Concat(AwkwardText.Keys.Select(row => row.Data)).Append("a\uD83Db"))
            Assert.Equal(text, OrderedKey.Key(OrderedKey.Of(text)));
    }

    [Fact]
    public void A_plain_key_is_itself() => Assert.Equal("tenant!wave!1 \u0627 \u4E00", OrderedKey.Of("tenant!wave!1 \u0627 \u4E00"));

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

using FsCheck;
using FsCheck.Fluent;

using Surveys.Tallies;

namespace Surveys.Tests.Tallies;

public class SheetCodecTests
{
    private static readonly Gen<SheetEntry[]> Sheets =
        Gen.Choose(0, SheetCodec.MostEntries).SelectMany(count => SheetEntries.Random.ArrayOf(count));

    [Fact]
    public void A_sheet_comes_back_as_it_was() =>
        Properties.Hold(Sheets, entries =>
        {
            var decoded = SheetCodec.Decode(SheetCodec.Encode(entries));
            return decoded.Count == entries.Length && decoded.Zip(entries, SheetEntries.Same).All(same => same);
        });

    [Fact]
    public void A_schools_id_is_written_once()
    {
        var one = SheetCodec.Encode([SheetEntries.Of(1, 2)]);
        var two = SheetCodec.Encode([SheetEntries.Of(1, 2), SheetEntries.Of(3, 4)]);

        Assert.Equal(one.Length + 5, two.Length);
    }

    [Fact]
    public void A_hundredth_entry_is_refused()
    {
        var entries = Enumerable.Repeat(SheetEntries.Of(1), SheetCodec.MostEntries + 1).ToArray();

        Assert.Throws<InvalidOperationException>(() => SheetCodec.Encode(entries));
    }

    [Fact]
    public void Entries_of_two_surveys_are_no_sheet() =>
        Assert.Throws<ArgumentException>(() => SheetCodec.Encode([SheetEntries.Of(1, 2), SheetEntries.Of(1)]));

    [Fact]
    public void An_unknown_version_is_refused()
    {
        var sheet = SheetCodec.Encode([SheetEntries.Of(1)]);
        sheet[0]++;

        Assert.Throws<FormatException>(() => SheetCodec.Decode(sheet));
    }

    [Fact]
    public void A_sheet_cut_anywhere_or_continued_is_refused()
    {
        var sheet = SheetCodec.Encode([SheetEntries.Of(1, 200), SheetEntries.Of(3, 4)]);

        for (var length = 0; length < sheet.Length; length++)
            Assert.Throws<FormatException>(() => SheetCodec.Decode(sheet.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => SheetCodec.Decode([.. sheet, 0]));
    }

    [Fact]
    public void Random_bytes_give_a_sheet_or_a_format_error_and_nothing_else() =>
        Properties.Hold(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(), bytes => DecodesOrRefuses([1, .. bytes]), count: 5000);

    [Fact]
    public void A_sheet_with_bytes_changed_gives_a_sheet_or_a_format_error_and_nothing_else() =>
        Properties.Hold(
            from entries in Sheets
            from place in Gen.Choose(0, 100_000)
            from value in Gen.Choose(0, 255)
            select (entries, place, value),
            change =>
            {
                var sheet = SheetCodec.Encode(change.entries);
                sheet[change.place % sheet.Length] = (byte)change.value;
                return DecodesOrRefuses(sheet);
            },
            count: 1000);

    private static bool DecodesOrRefuses(byte[] bytes)
    {
        try
        {
            return SheetCodec.Decode(bytes).Count <= SheetCodec.MostEntries;
        }
        catch (FormatException)
        {
            return true;
        }
    }
}

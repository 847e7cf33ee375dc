using FsCheck;
using FsCheck.Fluent;

using Surveys.Ids;
using Surveys.Statistics;
using Surveys.Tallies;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Tallies;

/// <summary>Tallies add up: in any order, in any grouping, at any level.</summary>
public class TallyAlgebraTests
{
    private static readonly TallyLayout Layout = new(SmallSurvey.Survey);
    private static readonly Gen<SheetEntry[]> Entries = SheetEntries.Random.ArrayOf();

    [Fact]
    public void The_order_of_responses_does_not_matter() =>
        Properties.Hold(
            from entries in Entries from shuffled in Gen.Shuffle(entries) select (entries, shuffled),
            pair => Tally(pair.entries).SequenceEqual(Tally(pair.shuffled)));

    [Fact]
    public void Tallies_of_parts_add_up_to_the_tally_of_all_however_they_are_grouped() =>
        Properties.Hold(
            from a in Entries from b in Entries from c in Entries select (a, b, c),
            parts =>
            {
                var (a, b, c) = parts;
                var all = Tally([.. a, .. b, .. c]);
                return all.SequenceEqual(Sum(Sum(Tally(a), Tally(b)), Tally(c)))
                    && all.SequenceEqual(Sum(Tally(a), Sum(Tally(b), Tally(c))));
            });

    [Fact]
    public void A_tally_of_nothing_changes_nothing() =>
        Properties.Hold(Entries, entries => Tally(entries).SequenceEqual(Sum(Tally(entries), Tally([]))));

    [Fact]
    public void What_was_added_and_withdrawn_does_not_count() =>
        Properties.Hold(
            from kept in Entries from gone in Entries select (kept, gone),
            pair =>
            {
                var kept = pair.kept.Select(entry => entry with { IsWithdrawal = false }).ToArray();
                var school = new SchoolTally(Layout);
                foreach (var entry in pair.gone)
                    school.Add(entry with { IsWithdrawal = true });
                foreach (var entry in kept)
                    school.Add(entry);
                foreach (var entry in pair.gone)
                    school.Add(entry with { IsWithdrawal = false });
                var net = new long[Layout.CellCount];
                school.AddNetTo(net);
                return net.SequenceEqual(Tally(kept));
            });

    [Fact]
    public void A_sheet_read_entry_by_entry_adds_what_its_entries_add() =>
        Properties.Hold(Gen.Choose(0, SheetCodec.MostEntries).SelectMany(count => SheetEntries.Random.ArrayOf(count)), entries =>
        {
            var (read, added) = (new SchoolTally(Layout), new SchoolTally(Layout));
            var sheet = new SheetReader(SheetCodec.Encode(entries));
            var schools = new List<SchoolId>();
            while (sheet.Read())
            {
                read.Add(sheet);
                schools.Add(sheet.School);
            }
            foreach (var entry in entries)
                added.Add(entry);
            return schools.SequenceEqual(entries.Select(entry => entry.School))
                && read.Added.SequenceEqual(added.Added) && read.Withdrawn.SequenceEqual(added.Withdrawn);
        });

    [Fact]
    public void The_values_of_a_group_add_up_to_everyone() =>
        Properties.Hold(Entries, entries =>
        {
            var counts = Tally(entries);
            var width = Layout.ResponsesCell(1) - Layout.ResponsesCell(0);
            return Enumerable.Range(0, width).All(cell =>
                counts[Layout.ResponsesCell(TallyLayout.Everyone) + cell]
                == Enumerable.Range(1, Layout.SliceCount - 1).Sum(slice => counts[Layout.ResponsesCell(slice) + cell]));
        });

    [Fact]
    public void Favorable_neutral_and_unfavorable_answers_are_the_valid_ones() =>
        Properties.Hold(Entries, entries =>
        {
            // Code 4 of each of the three scale items is "don't know", 0 is blank.
            var valid = Enumerable.Range(0, 3).Select(item => entries.LongCount(entry => entry.Codes[item] is > 0 and < 4)).ToArray();
            var counts = Tally(entries);
            return Enumerable.Range(0, 3).All(item => FavorableRates.OfItem(Layout, counts, TallyLayout.Everyone, item).Classes.Valid == valid[item])
                && FavorableRates.OfTopic(Layout, counts, TallyLayout.Everyone, "belonging").Classes.Valid == valid[1] + valid[2]
                && FavorableRates.OfSurvey(Layout, counts, TallyLayout.Everyone).Classes.Valid == valid.Sum();
        });

    private static long[] Tally(SheetEntry[] entries)
    {
        var counts = new long[Layout.CellCount];
        foreach (var entry in entries)
            Layout.Add(entry, counts);
        return counts;
    }

    private static long[] Sum(long[] left, long[] right) => [.. left.Zip(right, (l, r) => l + r)];
}

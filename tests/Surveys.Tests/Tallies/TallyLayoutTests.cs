using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Statistics;
using Surveys.Tallies;

using static Surveys.Tests.Answers.SmallSurvey;

namespace Surveys.Tests.Tallies;

public class TallyLayoutTests
{
    private const int English = 1;
    private const int Somali = 2;
    private const int NotStated = 3;

    private readonly TallyLayout _layout = new(Survey);

    [Fact]
    public void Five_responses_give_the_tally_counted_by_hand()
    {
        // overall, welcome, ignored, home-language, ways, recommend, interpreter, more
        SheetEntry[] entries =
        [
            SheetEntries.Of(1, 1, 3, 1, 0b000, 11, 0, 0),
            SheetEntries.Of(1, 2, 1, 1, 0b101, 10, 2, 1),
            SheetEntries.Of(3, 4, 0, 2, 0b100, 0, 1, 0) with { Language = 1, Channel = Channel.Paper },
            SheetEntries.Of(2, 1, 3, 2, 0b010, 1, 0, 0) with { Language = 1, Channel = Channel.Qr },
            SheetEntries.Of(1, 0, 0, 0, 0b000, 0, 0, 0),
        ];
        var counts = new long[_layout.CellCount];
        foreach (var entry in entries)
            _layout.Add(entry, counts);

        Assert.Equal([3, 2], new[] { counts[_layout.LanguageCell(0)], counts[_layout.LanguageCell(1)] });
        Assert.Equal([3, 1, 0, 1], Enum.GetValues<Channel>().Select(channel => counts[_layout.ChannelCell(channel)]));
        Assert.Equal([5, 2, 2, 1], Enumerable.Range(0, _layout.SliceCount).Select(slice => counts[_layout.ResponsesCell(slice)]));
        Assert.Equal([3, 1, 1, 0], Options(TallyLayout.Everyone, Overall, 4));
        Assert.Equal([2, 1, 0, 1], Options(TallyLayout.Everyone, Welcome, 4));
        Assert.Equal([2, 0, 0, 0], Options(English, Overall, 4));
        Assert.Equal([0, 1, 1, 0], Options(Somali, Overall, 4));
        Assert.Equal([1, 0, 0, 0], Options(NotStated, Overall, 4));
        Assert.Equal([1, 0, 1, 0], Options(English, Ignored, 4));
        Assert.Equal([1, 1, 2], Options(TallyLayout.Everyone, Ways, 3));
        Assert.Equal(3, counts[_layout.AnsweredCell(TallyLayout.Everyone, Ways)]);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], Options(TallyLayout.Everyone, Recommend, 11));
        Assert.Equal([1, 1], Options(TallyLayout.Everyone, Interpreter, 2));
        Assert.Equal(1, counts[_layout.AnsweredCell(English, More)]);
        Assert.Equal(0, counts[_layout.AnsweredCell(Somali, More)]);

        long[] Options(int slice, int item, int options) =>
            [.. Enumerable.Range(0, options).Select(option => counts[_layout.OptionCell(slice, item, option)])];
    }

    [Fact]
    public void Every_cell_has_a_number_of_its_own()
    {
        List<int> cells = [_layout.LanguageCell(0), _layout.LanguageCell(1)];
        cells.AddRange(Enum.GetValues<Channel>().Select(_layout.ChannelCell));
        var numbers = Enumerable.Range(0, _layout.CellCount).Select(cell => (long)cell).ToArray();
        for (var slice = 0; slice < _layout.SliceCount; slice++)
        {
            cells.Add(_layout.ResponsesCell(slice));
            for (var item = 0; item < Survey.Items.Count; item++)
            {
                if (Survey.Items[item].Kind is ItemKind.MultipleChoice or ItemKind.Comment)
                    cells.Add(_layout.AnsweredCell(slice, item));
                var options = item == Recommend ? 11 : Survey.Items[item].Options.Count;
                cells.AddRange(Enumerable.Range(0, options).Select(option => _layout.OptionCell(slice, item, option)));
            }
            foreach (var topic in new[] { "belonging", null })
                cells.AddRange(_layout.SumsOf(numbers, slice, topic).ToArray().Select(cell => (int)cell));
        }

        Assert.Equal(Enumerable.Range(0, _layout.CellCount), cells);
    }

    [Fact]
    public void The_hash_is_the_one_stored_rows_were_written_with()
    {
        Assert.Equal("2e278b56a2de8ae3", new TallyLayout(Survey, TallyLayout.FirstVersion).Hash);
        Assert.Equal("09d76a0d0e785fb4", new TallyLayout(Survey, 2).Hash);
        Assert.Equal("c1162b2c90587557", _layout.Hash);
    }

    /// <summary>Of which topic rates would tell how many were asked.</summary>
    [Fact]
    public void Follow_ups_are_in_no_pool_but_of_the_versions_before()
    {
        var followUp = Survey.Items[Ignored] with { ShowIf = new Condition { ItemId = Survey.Items[Welcome].Id, AnyOf = [Survey.Items[Welcome].Options[0].Id] } };
        var survey = Survey with { Items = [.. Survey.Items.Select((item, index) => index == Ignored ? followUp : item)] };
        var (now, before) = (new TallyLayout(survey), new TallyLayout(survey, 2));
        foreach (var (layout, items) in new[] { (now, 1), (before, 2) })
        {
            var counts = new long[layout.CellCount];
            var codes = new int[survey.Items.Count];
            (codes[Welcome], codes[Ignored]) = (1, 1);
            layout.Add(0, Channel.Link, codes, counts);
            Assert.Equal(items, FavorableRates.OfTopic(layout, counts, TallyLayout.Everyone, "belonging").Classes.Valid);
            Assert.Equal(items, FavorableRates.OfSurvey(layout, counts, TallyLayout.Everyone).Classes.Valid);
            Assert.Equal(items * items, layout.SumsOf(counts, TallyLayout.Everyone, "belonging") is [.., var squares] ? squares : 1);
        }
        Assert.NotEqual(now.Hash, new TallyLayout(Survey).Hash);
    }

    [Fact]
    public void The_first_version_has_no_sums_and_is_else_the_same()
    {
        var first = new TallyLayout(Survey, TallyLayout.FirstVersion);

        Assert.True(first.SumsOf(new long[first.CellCount], TallyLayout.Everyone, null).IsEmpty);
        Assert.Equal(_layout.CellCount - (2 * 6 * _layout.SliceCount), first.CellCount);
        Assert.Equal(_layout.OptionCell(TallyLayout.Everyone, Recommend, 3), first.OptionCell(TallyLayout.Everyone, Recommend, 3));
    }

    [Fact]
    public void The_hash_tells_apart_what_gives_a_cell_another_meaning()
    {
        var group = Survey.Items[HomeLanguage];
        SurveyVersion[] others =
        [
            Survey,
            Survey with { Version = 2 },
            Survey with { Languages = ["ar", "en"] },
            Survey with { Items = [.. Survey.Items.Reverse()] },
            With(HomeLanguage, group with { IsGroup = false }),
            With(HomeLanguage, group with { Options = [.. group.Options.Reverse()] }),
            With(Welcome, Survey.Items[Welcome] with { Options = Survey.Items[Ignored].Options }),
            With(Overall, Survey.Items[Overall] with { TopicId = "belonging" }),
        ];

        Assert.Equal(others.Length, others.Select(survey => new TallyLayout(survey).Hash).Distinct().Count());

        static SurveyVersion With(int index, Item item) =>
            Survey with { Items = [.. Survey.Items.Select((old, i) => i == index ? item : old)] };
    }

    [Fact]
    public void The_hash_does_not_depend_on_wording()
    {
        var reworded = Survey with { Title = Text("Other"), Items = [.. Survey.Items.Select(item => item with { Text = Text("Other") })] };

        Assert.Equal(_layout.Hash, new TallyLayout(reworded).Hash);
    }

    [Fact]
    public void An_entry_that_does_not_fit_the_survey_is_refused_and_adds_nothing()
    {
        var fitting = SheetEntries.Of(1, 1, 1, 1, 1, 1, 1, 1);
        var counts = new long[_layout.CellCount];
        SheetEntry[] strangers =
        [
            fitting with { Language = 2 },
            fitting with { Language = -1 },
            fitting with { Channel = (Channel)4 },
            SheetEntries.Of(1, 1, 1, 1, 1, 1, 1),
            SheetEntries.Of(5, 1, 1, 1, 1, 1, 1, 1),
            SheetEntries.Of(1, 1, 1, 3, 1, 1, 1, 1),
            SheetEntries.Of(1, 1, 1, 1, 8, 1, 1, 1),
            SheetEntries.Of(1, 1, 1, 1, 1, 12, 1, 1),
            SheetEntries.Of(1, 1, 1, 1, 1, 1, 1, 2),
            SheetEntries.Of(1, 1, 1, 1, 1, 1, 1, -1),
        ];

        foreach (var stranger in strangers)
            Assert.Throws<ArgumentException>(() => _layout.Add(stranger, counts));

        Assert.All(counts, count => Assert.Equal(0, count));
        Assert.Throws<ArgumentException>(() => _layout.Add(fitting, new long[_layout.CellCount - 1]));
    }

    [Fact]
    public void Fifty_of_the_largest_rows_fit_in_three_mebibytes()
    {
        var most = LargestLayout();
        var counts = new long[most.CellCount];
        Array.Fill(counts, (1L << 21) - 1);
        var vector = (TallyCodecTests.Encode(counts).Length + 2) / 3 * 4;

        Assert.InRange(most.WorstRowBytes, 60_000, TallyLayout.LargestRowBytes);
        Assert.InRange(2 * vector, 50_000, most.WorstRowBytes - 3_000);
        Assert.True(50 * TallyLayout.LargestRowBytes <= 3 * 1024 * 1024);
    }

    /// <summary>A survey of plain number items, as many as can be stored.</summary>
    private static TallyLayout LargestLayout()
    {
        var number = Survey.Items[Recommend];
        var items = 1;
        while (Layout(items + 1).WorstRowBytes <= TallyLayout.LargestRowBytes)
            items++;
        return Layout(items);

        TallyLayout Layout(int count) =>
            new(Survey with { Items = [.. Enumerable.Range(0, count).Select(i => number with { Id = $"n{i}" })] });
    }

    [Fact]
    public void Adding_allocates_nothing()
    {
        var entry = SheetEntries.Of(1, 1, 1, 1, 7, 1, 1, 1);
        var counts = new long[_layout.CellCount];
        _layout.Add(entry, counts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _layout.Add(entry, counts);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}

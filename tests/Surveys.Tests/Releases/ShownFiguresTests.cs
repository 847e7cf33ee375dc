using Surveys.Answers;
using Surveys.Releases;
using Surveys.Statistics;
using Surveys.Tallies;

namespace Surveys.Tests.Releases;

public class ShownFiguresTests
{
    private static readonly IReadOnlyList<Measure> Measures = Measure.AllOf(RandomCommunity.Layout);
    private static readonly ShownFigures Shown = new(RandomCommunity.Layout, new CellRules(10), Measures, new Disclosures(Measures, 1, 1).HasBands);

    /// <summary>-35.83 to -2.46 points by Newcombe, p = 0.0254 twice: clear alone, and not among two.</summary>
    [Theory]
    [InlineData(1, -20, -36, -2, false)]
    [InlineData(4, -20, -29, -11, true)]
    public void A_gap_is_called_only_if_it_is_clear_among_all_of_its_group(int times, int points, int low, int high, bool isCalled)
    {
        var counts = new long[RandomCommunity.Layout.CellCount];
        Add(counts, language: 1, 18 * times, 27 * times);
        Add(counts, language: 2, 60 * times, 40 * times);

        var gaps = GapsOf(counts, Disclosure.Share);

        Assert.Equal(
            [((Group.First, 0), new ShownGap(points, low, high, isCalled)), ((Group.First + 1, 0), new ShownGap(-points, -high, -low, isCalled))],
            gaps.OrderBy(gap => gap.Key.Slice).Select(gap => (gap.Key, gap.Value)));
    }

    [Fact]
    public void Of_what_is_hidden_there_is_no_gap()
    {
        var counts = new long[RandomCommunity.Layout.CellCount];
        Add(counts, language: 1, 18, 27);
        Add(counts, language: 2, 60, 40);

        Assert.Empty(GapsOf(counts, Disclosure.Hidden));
    }

    /// <summary>
    /// Of 60 people who answered three questions alike, and 60 who did not: 180 answers are no more than 60 people, half of whom were favorable and two
    /// thirds, so that 17 points are no gap, as 180 independent answers would make them.
    /// </summary>
    [Fact]
    public void Gaps_of_topics_count_people_and_not_their_answers()
    {
        var counts = new long[RandomCommunity.Layout.CellCount];
        AddTopic(counts, language: 1, favorable: 30, unfavorable: 30);
        AddTopic(counts, language: 2, favorable: 40, unfavorable: 20);
        var topic = Measures.Index().First(entry => entry.Item.Id == "belonging").Index;

        var gap = GapsOf(counts, Disclosure.Share)[(Group.First, topic)];

        Assert.Equal((-17, false), (gap.Points, gap.IsCalled));
        Assert.True(Gap.OfView([(RateEstimate.Of(90, 180, null)!.Value, RateEstimate.Of(120, 180, null)!.Value)])[0].IsCalled);
        Assert.InRange(gap.Low, -35, -33);
        Assert.InRange(gap.High, 1, 2);
    }

    [Theory]
    [InlineData(11, 10)]
    [InlineData(13, 15)]
    [InlineData(99, 100)]
    [InlineData(101, 101)]
    public void Numbers_under_a_hundred_are_shown_to_the_nearest_five(int number, int shown) => Assert.Equal(shown, ShownFigures.Rounded(number));

    [Fact]
    public void A_share_alone_says_nothing_of_the_other_classes()
    {
        var counts = new long[RandomCommunity.Layout.CellCount];
        Add(counts, language: 1, 18, 27);

        var rate = Shown.Headline(counts, TallyLayout.Everyone, [Disclosure.Share, .. Enumerable.Repeat(Disclosure.Hidden, Measures.Count - 1)], people: null)!;

        Assert.Equal((45, 40, null, null), (rate.N, rate.Favorable, rate.Neutral, rate.Unfavorable));
        Assert.Equal(ShownRate.Hidden, Shown.Survey(counts, TallyLayout.Everyone, [.. Enumerable.Repeat(Disclosure.Hidden, Measures.Count)], people: null));
    }

    private static GroupSlices Group => RandomCommunity.Layout.Groups[0];

    private static IReadOnlyDictionary<(int Slice, int Measure), ShownGap> GapsOf(long[] counts, Disclosure told) => Shown.Gaps(
        counts, Group, slice => [.. Enumerable.Repeat(slice == TallyLayout.Everyone ? Disclosure.Share : told, Measures.Count)]);

    private static void Add(long[] counts, int language, int favorable, int unfavorable)
    {
        for (var person = 0; person < favorable + unfavorable; person++)
            RandomCommunity.Layout.Add(0, Channel.Link, [person < favorable ? 1 : 4, 0, 0, 0, 0, 0, 0, 0, 0, language, 0, 0], counts);
    }

    private static void AddTopic(long[] counts, int language, int favorable, int unfavorable)
    {
        for (var person = 0; person < favorable + unfavorable; person++)
        {
            var code = person < favorable ? 1 : 4;
            RandomCommunity.Layout.Add(0, Channel.Link, [0, code, code, code, 0, 0, 0, 0, 0, language, 0, 0], counts);
        }
    }
}

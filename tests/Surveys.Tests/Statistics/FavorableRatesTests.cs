using Surveys.Statistics;
using Surveys.Tallies;
using Surveys.Tests.Answers;
using Surveys.Tests.Tallies;

namespace Surveys.Tests.Statistics;

public class FavorableRatesTests
{
    // agree, neither, disagree, don't know
    private readonly SmallTally _tally = new SmallTally()
        .Item(SmallSurvey.Overall, 7, 2, 1, 5)
        .Item(SmallSurvey.Welcome, 4, 3, 2, 6)
        .Item(SmallSurvey.Ignored, 1, 0, 20, 3);

    [Fact]
    public void Excluded_answers_are_not_in_the_denominator()
    {
        var rate = FavorableRates.OfItem(_tally.Layout, _tally.Counts, TallyLayout.Everyone, SmallSurvey.Overall);

        Assert.Equal(RateCounts.Of(new ClassCounts(7, 2, 1)), rate);
        Assert.Equal(10, rate.Classes.Valid);
    }

    [Fact]
    public void Disagreeing_with_a_negative_sentence_is_favorable() =>
        Assert.Equal(
            new ClassCounts(20, 0, 1),
            FavorableRates.OfItem(_tally.Layout, _tally.Counts, TallyLayout.Everyone, SmallSurvey.Ignored).Classes);

    [Fact]
    public void A_topic_pools_its_items_and_counts_people_once() =>
        Assert.Equal(
            new RateCounts(new ClassCounts(24, 3, 3), Respondents: 21, Items: 2),
            FavorableRates.OfTopic(_tally.Layout, _tally.Counts, TallyLayout.Everyone, "belonging"));

    [Fact]
    public void The_survey_pools_all_scale_items() =>
        Assert.Equal(
            new RateCounts(new ClassCounts(31, 5, 4), Respondents: 21, Items: 3),
            FavorableRates.OfSurvey(_tally.Layout, _tally.Counts, TallyLayout.Everyone));

    [Fact]
    public void The_headline_is_the_overall_item() =>
        Assert.Equal(
            RateCounts.Of(new ClassCounts(7, 2, 1)),
            FavorableRates.OfHeadline(_tally.Layout, _tally.Counts, TallyLayout.Everyone));

    [Fact]
    public void A_survey_without_an_overall_item_has_no_headline()
    {
        var survey = SmallSurvey.Survey with { Items = [.. SmallSurvey.Survey.Items.Where(item => !item.IsHeadline)] };
        var tally = new SmallTally(survey);

        Assert.Null(FavorableRates.OfHeadline(tally.Layout, tally.Counts, TallyLayout.Everyone));
    }

    [Fact]
    public void A_slice_has_rates_of_its_own() =>
        Assert.Equal(0, FavorableRates.OfSurvey(_tally.Layout, _tally.Counts, slice: 1).Classes.Valid);

    [Fact]
    public void Only_a_scale_item_has_a_rate() =>
        Assert.Throws<ArgumentException>(
            () => FavorableRates.OfItem(_tally.Layout, _tally.Counts, TallyLayout.Everyone, SmallSurvey.HomeLanguage));

    [Fact]
    public void Without_sums_a_pool_takes_its_answers_for_those_of_as_many_people()
    {
        var pooled = new RateCounts(new ClassCounts(10, 0, 20), 0, Items: 3);

        Assert.Equal(WilsonInterval.Of(10, 30, 300), pooled.Interval(100));
        Assert.Equal(WilsonInterval.Of(10, 30, null), pooled.Interval(null));
    }

    // The first of the values that R computes of pooled rates, from the answers on.
    [Fact]
    public void A_pool_counts_people_and_not_answers()
    {
        var layout = new TallyLayout(SmallSurvey.Survey);
        var counts = new long[layout.CellCount];
        (int F, int U, int V)[] people =
            [(1, 2, 3), (1, 0, 1), (2, 0, 3), (0, 0, 3), (0, 1, 3), (2, 0, 2), (2, 1, 3), (2, 0, 2), (3, 0, 3), (0, 2, 3), (1, 2, 3), (0, 1, 3)];
        foreach (var (f, u, v) in people)
        {
            // Of the three scale items the last is asked negatively.
            var classes = Enumerable.Range(0, 3).Select(item => item < f ? 1 : item < f + u ? 3 : item < v ? 2 : 4).ToArray();
            layout.Add(SheetEntries.Of(classes[0], classes[1], classes[2] switch { 1 => 3, 3 => 1, var other => other }, 1, 0, 0, 0, 0), counts);
        }

        foreach (var slice in new[] { TallyLayout.Everyone, 1 })
        {
            var pool = FavorableRates.OfSurvey(layout, counts, slice);
            Assert.Equal((12, 3), (pool.Respondents, pool.Items));
            Assert.Equal(new PooledSums(12, 14, 9, 32, 28, 36, 15, 27, 90), pool.Sums);
            Assert.Equal(0.216519250235417, pool.Interval(null)!.Value.Low, 1e-9);
            Assert.Equal(0.686420646155334, pool.Interval(null)!.Value.High, 1e-9);
        }
        Assert.Equal(0, FavorableRates.OfSurvey(layout, counts, slice: 2).Respondents);
        Assert.Null(FavorableRates.OfSurvey(layout, counts, slice: 2).Interval(null));
        Assert.Null(FavorableRates.OfHeadline(layout, counts, TallyLayout.Everyone)!.Value.Sums);
    }

    [Fact]
    public void A_topic_of_one_item_has_the_interval_of_its_item()
    {
        var survey = SmallSurvey.Survey with { Items = [.. SmallSurvey.Survey.Items.Where(item => item.Id != "ignored")] };
        var layout = new TallyLayout(survey);
        var counts = new long[layout.CellCount];
        layout.Add(SheetEntries.Of(3, 1, 1, 0, 0, 0, 0), counts);
        layout.Add(SheetEntries.Of(3, 2, 1, 0, 0, 0, 0), counts);

        Assert.Equal(WilsonInterval.Of(1, 2, 9), FavorableRates.OfTopic(layout, counts, TallyLayout.Everyone, "belonging").Interval(9));
    }
}

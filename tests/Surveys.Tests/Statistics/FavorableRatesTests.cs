using Surveys.Statistics;
using Surveys.Tallies;
using Surveys.Tests.Answers;

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
    public void All_answers_there_could_be_are_the_people_times_the_items()
    {
        var pooled = new RateCounts(default, 0, Items: 3);

        Assert.Equal(300, pooled.Population(100));
        Assert.Null(pooled.Population(null));
    }
}

using Surveys.Statistics;
using Surveys.Tallies;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Statistics;

public class MeanScoreTests
{
    [Fact]
    public void Options_stand_at_equal_distances_and_the_most_favorable_at_ten() =>
        // (3×10 + 2×5 + 1×0) / 6; the 4 who do not know are not counted.
        Assert.Equal(40m / 6, Score(new SmallTally().Item(SmallSurvey.Overall, 3, 2, 1, 4), SmallSurvey.Overall));

    [Fact]
    public void A_scale_that_starts_unfavorable_is_turned_round() =>
        Assert.Equal(20m / 6, Score(new SmallTally().Item(SmallSurvey.Ignored, 3, 2, 1, 4), SmallSurvey.Ignored));

    [Fact]
    public void A_number_is_its_own_score() =>
        Assert.Equal(19m / 3, Score(new SmallTally().Item(SmallSurvey.Recommend, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1), SmallSurvey.Recommend));

    [Fact]
    public void Nobody_has_no_score() =>
        Assert.Null(Score(new SmallTally().Item(SmallSurvey.Overall, 0, 0, 0, 4), SmallSurvey.Overall));

    [Fact]
    public void A_choice_without_a_scale_has_no_score() =>
        Assert.Throws<ArgumentException>(() => Score(new SmallTally(), SmallSurvey.Ways));

    private static decimal? Score(SmallTally tally, int item) => MeanScore.Of(tally.Layout, tally.Counts, TallyLayout.Everyone, item);
}

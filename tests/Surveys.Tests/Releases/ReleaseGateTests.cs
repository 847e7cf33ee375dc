using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tests.Answers;
using Surveys.Tests.Statistics;

namespace Surveys.Tests.Releases;

public class ReleaseGateTests
{
    private static readonly UnreleasedScope Counted = ReleaseRulesTests.Scope(population: 100, Tally(responses: 24)) with
    {
        Children = [Child("first", responses: 24), Child("second", responses: 9)],
    };

    private static readonly ShownScope Shown = ReleaseRules.Apply(Counted);

    [Fact]
    public void Whatever_the_rules_let_through_passes() =>
        Properties.Hold(ReleaseRulesTests.Tallies, one =>
        {
            var child = ReleaseRulesTests.Scope(one.Population, one.Tally);
            var counted = child with { Children = [child.ToChild()] };
            return ReleaseGate.Check(counted, ReleaseRules.Apply(counted)).Count == 0;
        });

    [Fact]
    public void A_rate_of_too_few_people_is_refused_wherever_it_is_shown()
    {
        var careless = ReleaseRules.Apply(Counted with { MinimumCell = 1 });

        // Nobody may be shown that fewer than 25 people are: all of it is of 24 at most.
        var problems = ReleaseGate.Check(Counted with { MinimumCell = 25 }, careless);

        Assert.Equal(
            ["participation", "headline", "survey", "topic belonging", "item overall", "item welcome", "item ignored"],
            problems.Where(problem => !problem.StartsWith("child", StringComparison.Ordinal)).Select(WithoutReason));
        Assert.Equal(
            ["child first: participation", "child first: headline", "child first: survey", "child second: participation", "child second: headline", "child second: survey"],
            problems.Where(problem => problem.StartsWith("child", StringComparison.Ordinal)).Select(WithoutReason));
        Assert.All(problems, problem => Assert.DoesNotContain(problem, char.IsDigit));

        static string WithoutReason(string problem) => problem.Replace(" is shown, of too few people", "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_known_to_be_small_is_refused()
    {
        var problems = ReleaseGate.Check(Counted with { Population = 9 }, Shown);

        Assert.Contains("headline is shown, of too few people", problems);
        Assert.Contains("item welcome is shown, of too few people", problems);
    }

    [Fact]
    public void A_figure_that_was_not_counted_is_refused()
    {
        var headline = Shown.Headline!;
        ShownRate[] wrong =
        [
            headline with { N = headline.N + 1 },
            headline with { Favorable = headline.Favorable + 1, High = 100 },
            headline with { Neutral = headline.Neutral - 1 },
            headline with { Unfavorable = 0 },
            headline with { Low = headline.Favorable + 1 },
            headline with { High = headline.Favorable - 1 },
        ];
        Assert.All(wrong, rate => Assert.Equal(["headline is not what was counted"], ReleaseGate.Check(Counted, Shown with { Headline = rate })));
        Assert.Equal(
            ["participation is not what was counted"],
            ReleaseGate.Check(Counted, Shown with { Participation = Shown.Participation with { Responses = 23 } }));
        Assert.Equal(
            ["participation is not what was counted"],
            ReleaseGate.Check(Counted, Shown with { Participation = Shown.Participation with { RatePercent = 25 } }));
        Assert.Equal(
            ["the mean score of item overall is not what was counted"],
            ReleaseGate.Check(Counted, Shown with { Items = [Shown.Items[0] with { MeanScore = Shown.Items[0].MeanScore + 0.1m }, .. Shown.Items.Skip(1)] }));
        Assert.Equal(["headline is shown, and was not counted"], ReleaseGate.Check(WithoutHeadline(), ShownWithoutHeadline() with { Headline = headline }));
    }

    [Fact]
    public void What_is_hidden_only_in_part_is_refused()
    {
        Assert.Equal(
            ["survey is hidden only in part"], ReleaseGate.Check(Counted, Shown with { Survey = ShownRate.Hidden with { Favorable = 40 } }));
        Assert.Equal(
            ["participation is hidden only in part"],
            ReleaseGate.Check(Counted, Shown with { Participation = ShownParticipation.Hidden with { RatePercent = 24 } }));
        Assert.Equal(
            ["item overall is hidden, and its mean score is not"],
            ReleaseGate.Check(Counted, Shown with { Items = [Shown.Items[0] with { Rate = ShownRate.Hidden }, .. Shown.Items.Skip(1)] }));
    }

    [Fact]
    public void Children_that_are_not_those_counted_are_refused()
    {
        Assert.Equal(["its children are not those that were counted"], ReleaseGate.Check(Counted, Shown with { Children = [Shown.Children[0]] }));
        Assert.Contains(
            "child second stands where first was counted", ReleaseGate.Check(Counted, Shown with { Children = [.. Shown.Children.Reverse()] }));
    }

    private static UnreleasedScope WithoutHeadline()
    {
        var survey = SmallSurvey.Survey with { Items = [.. SmallSurvey.Survey.Items.Where(item => !item.IsHeadline)] };
        return ReleaseRulesTests.Scope(null, new SmallTally(survey).Responses(24));
    }

    private static ShownScope ShownWithoutHeadline() => ReleaseRules.Apply(WithoutHeadline());

    private static UnreleasedChild Child(string id, long responses) =>
        ReleaseRulesTests.Scope(population: 100, Tally(responses)).ToChild() with { Scope = new ScopeLink(new ScopeId(id), id, "school") };

    private static SmallTally Tally(long responses) => new SmallTally()
        .Responses(responses)
        .Item(SmallSurvey.Overall, 12, 3, 2, 4)
        .Item(SmallSurvey.Welcome, 10, 5, 1)
        .Item(SmallSurvey.Ignored, 4, 4, 8);
}

using System.Text;

using FsCheck;
using FsCheck.Fluent;

using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tests.Answers;
using Surveys.Tests.Statistics;

namespace Surveys.Tests.Releases;

public class ReleaseRulesTests
{
    private static readonly ScopeLink School = new(new ScopeId("beacon"), "Beacon", "school");

    [Fact]
    public void A_scope_with_enough_answers_is_shown()
    {
        var shown = ReleaseRules.Apply(Scope(population: 100, Tally(responses: 24)));

        Assert.Equal(new ShownParticipation(24, 100, 24, IsLow: false), shown.Participation);
        // 15 of 20 among 100 people: n* = 20 × 99 / 80 = 24.75, so 0.5542 to 0.8786.
        Assert.Equal(new ShownRate { N = 20, Favorable = 75, Neutral = 15, Unfavorable = 10, Low = 55, High = 88 }, shown.Headline);
        Assert.Equal(shown.Headline, shown.Items[0].Rate);
        Assert.Equal(8.3m, shown.Items[0].MeanScore);
        Assert.Equal(["overall", "welcome", "ignored"], shown.Items.Select(item => item.ItemId));
        Assert.Equal(32, shown.Topics.Single().Rate.N);
        Assert.Equal(52, shown.Survey.N);
        Assert.Equal("r1", shown.ReleaseId);
    }

    [Fact]
    public void A_cell_of_fewer_people_than_the_smallest_is_hidden_and_nothing_tells_why()
    {
        var shown = ReleaseRules.Apply(Scope(null, Tally(responses: 24).Item(SmallSurvey.Ignored, 5, 0, 4, 11)));

        Assert.Same(ShownRate.Hidden, shown.Items[2].Rate);
        Assert.Null(shown.Items[2].MeanScore);
        Assert.True(shown.Items[1].Rate.IsShown);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Ten_people_are_enough_and_nine_are_not(long people, bool isShown)
    {
        var tally = new SmallTally()
            .Responses(people)
            .Item(SmallSurvey.Overall, people)
            .Item(SmallSurvey.Welcome, people)
            .Item(SmallSurvey.Ignored, people);
        var shown = ReleaseRules.Apply(Scope(null, tally));

        Assert.Equal(isShown, shown.Participation != ShownParticipation.Hidden);
        Assert.All(RatesOf(shown), rate => Assert.Equal(isShown, rate.IsShown));
    }

    [Fact]
    public void Many_answers_of_few_people_stay_hidden()
    {
        var tally = new SmallTally()
            .Responses(7)
            .Item(SmallSurvey.Overall, 7)
            .Item(SmallSurvey.Welcome, 7)
            .Item(SmallSurvey.Ignored, 0, 0, 7);
        var shown = ReleaseRules.Apply(Scope(null, tally));

        Assert.Equal(ShownRate.Hidden, shown.Survey);
        Assert.Equal(ShownRate.Hidden, shown.Topics[0].Rate);
    }

    [Fact]
    public void A_wave_may_ask_for_more_people()
    {
        var shown = ReleaseRules.Apply(Scope(null, Tally(responses: 24)) with { MinimumCell = 21 });

        Assert.NotEqual(ShownParticipation.Hidden, shown.Participation);
        Assert.Equal(ShownRate.Hidden, shown.Headline);
    }

    [Fact]
    public void Everything_of_a_group_known_to_be_small_is_hidden()
    {
        var shown = ReleaseRules.Apply(Scope(population: 9, Tally(responses: 24)));

        Assert.Equal(ShownParticipation.Hidden, shown.Participation);
        Assert.All(RatesOf(shown), rate => Assert.False(rate.IsShown));
    }

    [Fact]
    public void An_unknown_population_has_no_rate_but_its_responses_are_shown() =>
        Assert.Equal(
            new ShownParticipation(24, null, null, IsLow: false),
            ReleaseRules.Apply(Scope(null, Tally(responses: 24))).Participation);

    [Fact]
    public void A_low_response_rate_is_flagged_not_hidden() =>
        Assert.Equal(
            new ShownParticipation(24, 1000, 2, IsLow: true),
            ReleaseRules.Apply(Scope(1000, Tally(responses: 24))).Participation);

    [Fact]
    public void A_survey_without_an_overall_item_shows_no_headline()
    {
        var survey = SmallSurvey.Survey with { Items = [.. SmallSurvey.Survey.Items.Where(item => !item.IsHeadline)] };

        Assert.Null(ReleaseRules.Apply(Scope(null, new SmallTally(survey).Responses(24))).Headline);
    }

    [Fact]
    public void A_child_is_shown_on_its_parents_page_as_on_its_own() =>
        Properties.Hold(Tallies, one =>
        {
            var child = Scope(one.Population, one.Tally);
            var own = ReleaseRules.Apply(child);
            var listed = ReleaseRules.Apply(Scope(null, new SmallTally()) with { Children = [child.ToChild()] }).Children.Single();
            return listed == new ShownChild(own.Scope, own.Participation, own.Headline, own.Survey);
        });

    [Fact]
    public void No_rate_of_fewer_people_than_the_smallest_cell_is_in_the_stored_form() =>
        Properties.Hold(Tallies, one =>
        {
            var shown = ReleaseRules.Apply(Scope(one.Population, one.Tally));
            return shown.Items.All(item => item.Rate.N is null or >= 10)
                && shown.Participation.Responses is null or >= 10
                && (one.Population is not < 10 || !Encoding.UTF8.GetString(ShownScopeJson.Write(shown)).Contains("\"n\""));
        });

    [Fact]
    public void Counts_of_another_layout_are_a_defect() =>
        Assert.Throws<ArgumentException>(() => ReleaseRules.Apply(Scope(null, new SmallTally()) with { Counts = new long[3] }));

    internal static Gen<(SmallTally Tally, long? Population)> Tallies { get; } =
        from responses in Gen.Choose(0, 30)
        from options in Gen.CollectToArray(Enumerable.Repeat(Gen.Choose(0, 12).Select(count => (long)count), 12))
        from population in Gen.Elements<long?>(null, 5, 9, 10, 40, 1000)
        select (
            new SmallTally().Responses(responses)
                .Item(SmallSurvey.Overall, options[..4])
                .Item(SmallSurvey.Welcome, options[4..8])
                .Item(SmallSurvey.Ignored, options[8..]),
            population);

    internal static UnreleasedScope Scope(long? population, SmallTally tally) => new()
    {
        Scope = School,
        Parents = [new ScopeLink(new ScopeId("southeast"), "Southeast", "district")],
        ReleaseId = "r1",
        AsOf = new DateTimeOffset(2026, 10, 1, 6, 0, 0, TimeSpan.Zero),
        Layout = tally.Layout,
        Counts = tally.Counts,
        Population = population,
        MinimumCell = 10,
        Children = [],
    };

    private static ShownRate[] RatesOf(ShownScope shown) =>
        [shown.Headline!, shown.Survey, .. shown.Topics.Select(topic => topic.Rate), .. shown.Items.Select(item => item.Rate)];

    private static SmallTally Tally(long responses) => new SmallTally()
        .Responses(responses)
        .Item(SmallSurvey.Overall, 15, 3, 2, 4)
        .Item(SmallSurvey.Welcome, 10, 5, 1)
        .Item(SmallSurvey.Ignored, 4, 4, 8);
}

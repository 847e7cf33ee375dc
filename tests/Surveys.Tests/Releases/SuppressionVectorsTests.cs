using Surveys.Answers;
using Surveys.Releases;
using Surveys.Tallies;

namespace Surveys.Tests.Releases;

/// <summary>Small cases by hand, and what holds of each whatever else is chosen to be hidden.</summary>
public class SuppressionVectorsTests
{
    private const int Overall = 0;
    private static readonly CellRules Rules = new(10);
    private static readonly Measure Headline = Measure.AllOf(RandomCommunity.Layout)[Overall];

    /// <summary>One school, whose families speak up to three languages.</summary>
    [Theory]
    [InlineData(new[] { 40, 25, 6 }, new[] { 2 })]
    [InlineData(new[] { 52, 8 }, new[] { 0, 1 })]
    [InlineData(new[] { 30, 9, 9 }, new[] { 1, 2 })]
    [InlineData(new[] { 40, 30, 3 }, new[] { 2 })]
    public void A_small_group_is_hidden_with_another_and_everyone_is_told(int[] groups, int[] hidden)
    {
        var told = Decide(groups);

        Assert.True(told[0, TallyLayout.Everyone, Overall] >= Disclosure.Classes);
        Assert.All(hidden, group => Assert.False(IsTold(told, group)));
        var untold = groups.Index().Where(group => !IsTold(told, group.Index)).ToList();
        Assert.True(untold.Count > 1);
        Assert.True(untold.Sum(group => group.Item) >= 10);
    }

    [Fact]
    public void Two_small_groups_of_seven_together_take_a_third_with_them()
    {
        var told = Decide([40, 30, 3], notStated: 4);

        Assert.False(IsTold(told, 2) || told[0, Languages.NotStated, Overall] > Disclosure.Hidden);
        Assert.True(IsTold(told, 0) ^ IsTold(told, 1));
    }

    [Fact]
    public void A_group_of_nobody_hides_no_other_and_has_no_rate()
    {
        var told = Decide([20, 15, 0]);

        Assert.True(IsTold(told, 0) && IsTold(told, 1));
        Assert.False(IsTold(told, 2));
    }

    [Theory]
    [InlineData(14, 14, 80, true)]
    [InlineData(14, 0, 20, false)]
    [InlineData(25, 23, 90, true)]
    [InlineData(60, 2, 5, false)]
    [InlineData(150, 149, 98, true)]
    [InlineData(400, 1, 1, false)]
    public void Where_nearly_all_think_alike_a_band_stands_for_the_share(int n, int favorable, int percent, bool isAtLeast)
    {
        var counts = new MeasureCounts(n, favorable, 0, n - favorable);

        Assert.Equal(Disclosure.Hidden, Rules.Of(Headline, counts));
        Assert.Equal(new FavorableBand(percent, isAtLeast), Rules.BandOf(Headline, counts));
    }

    [Theory]
    [InlineData(9, 5)]
    [InlineData(8, 8)]
    public void Few_people_have_no_band_either(int n, int favorable) =>
        Assert.Null(Rules.BandOf(Headline, new MeasureCounts(n, favorable, 0, n - favorable)));

    [Theory]
    [InlineData(3, 3, 5, Disclosure.Classes)]
    [InlineData(3, 2, 6, Disclosure.Share)]
    [InlineData(3, 0, 8, Disclosure.Share)]
    [InlineData(2, 4, 5, Disclosure.Hidden)]
    [InlineData(9, 1, 1, Disclosure.Hidden)]
    public void A_class_is_told_of_three_people_at_least_and_not_of_all_but_two(int favorable, int neutral, int unfavorable, Disclosure most) =>
        Assert.Equal(most, Rules.Of(Headline, new MeasureCounts(favorable + neutral + unfavorable, favorable, neutral, unfavorable)));

    /// <summary>34 answers of which 20 are favorable were shown.</summary>
    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(11, 0, false)]
    [InlineData(11, 2, false)]
    [InlineData(8, 3, true)]
    [InlineData(5, 4, false)]
    public void A_block_is_replaced_when_what_came_is_a_group_of_several_minds(int favorable, int others, bool isReplaced)
    {
        var rule = new BlockRule(RandomCommunity.Layout, Rules);
        var block = Answers((0, 20, 0, 14));
        var now = Answers((0, 20 + favorable, 0, 14 + others));

        Assert.True(rule.CanBegin(block));
        Assert.Equal(isReplaced, rule.CanReplace([rule.Shown(block, null)], now));
        Assert.False(rule.CanReplace([rule.Shown(now, null)], now));
    }

    [Fact]
    public void A_school_of_seven_is_in_no_unit_and_so_in_no_sum() =>
        Assert.False(new BlockRule(RandomCommunity.Layout, Rules).CanBegin(Answers((0, 4, 0, 3))));

    private static GroupSlices Languages => RandomCommunity.Layout.Groups[0];

    private static bool IsTold(Disclosures told, int group) => told[0, Languages.First + group, Overall] > Disclosure.Hidden;

    private static Disclosures Decide(int[] groups, int notStated = 0)
    {
        var all = groups.Append(notStated).ToArray();
        var counts = Answers([.. all.Select((n, group) => (group == groups.Length ? 0 : group + 1, (n + 1) / 2, n / 4, n - ((n + 1) / 2) - (n / 4)))]);
        return SettledDisclosure.Decide(new ReleasedCube(RandomCommunity.Layout, [-1], [new ReleasedUnit(0)], _ => counts), Rules);
    }

    /// <param name="groups">The code of a language, 0 for none, and how many of it agree, do neither and disagree, with everything.</param>
    private static long[] Answers(params (int Language, int Agree, int Neither, int Disagree)[] groups)
    {
        var counts = new long[RandomCommunity.Layout.CellCount];
        foreach (var (language, agree, neither, disagree) in groups)
        {
            for (var person = 0; person < agree + neither + disagree; person++)
            {
                var code = person < agree ? 1 : person < agree + neither ? 3 : 4;
                RandomCommunity.Layout.Add(0, Channel.Link, [code, code, code, code, code, 1, code, 0, 0, language, 0, code], counts);
            }
        }
        return counts;
    }
}

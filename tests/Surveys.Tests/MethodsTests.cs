using System.Text;

using Surveys.Definitions;
using Surveys.Releases;
using Surveys.Statistics;
using Surveys.Tallies;
using Surveys.Tests.Answers;
using Surveys.Tests.Releases;
using Surveys.Tests.Statistics;

namespace Surveys.Tests;

/// <summary>What the examples of docs/methods.md say is what the code does.</summary>
public sealed class MethodsTests
{
    private static readonly CellRules Rules = new(10);
    private static readonly Measure Item = new(MeasureKind.Scale, "item", 1, -1, -1, 1, 1, 1);

    private static string Page { get; } = ReadPage();

    [Fact]
    public void Rates_and_means()
    {
        var tally = new SmallTally().Item(SmallSurvey.Welcome, 12, 3, 4, 1).Item(SmallSurvey.Ignored, 6, 3, 9);
        var item = FavorableRates.OfItem(tally.Layout, tally.Counts, TallyLayout.Everyone, SmallSurvey.Welcome).Classes;
        var topic = FavorableRates.OfTopic(tally.Layout, tally.Counts, TallyLayout.Everyone, "belonging").Classes;
        IsSaid($"shown as {Shown(item.Favorable, item.Valid)}; neutral {Shown(item.Neutral, item.Valid)}, unfavorable {Shown(item.Unfavorable, item.Valid)}.");
        IsSaid($"{topic.Favorable} ÷ {topic.Valid} = {Shown(topic.Favorable, topic.Valid)}");

        Option[] options = [.. "abcd".Select((id, place) => new Option
        {
            Id = $"{id}",
            Text = SmallSurvey.Text($"{id}"),
            Class = place < 2 ? OptionClass.Favorable : OptionClass.Unfavorable,
        })];
        var scored = new SmallTally(SmallSurvey.Survey with { Items = [SmallSurvey.Item("four", ItemKind.Scale, options) with { IsHeadline = true }] }).Item(0, 5, 10, 3, 2);
        IsSaid($"= {MeanScore.Of(scored.Layout, scored.Counts, TallyLayout.Everyone, 0):0.00}, shown as");

        var response = ResponseRate.Of(45, 312, Audience.Family)!.Value;
        IsSaid($"14.4%, shown as {response.WholePercent}%, {(response.IsLow ? "low" : "")}.");
    }

    [Fact]
    public void Intervals()
    {
        IsSaid($"12 of 19: 41.04% to 80.85%, shown as {Shown(WilsonInterval.Of(12, 19, null)!.Value)}.");
        IsSaid($"46.70% to 77.04%, shown as {Shown(WilsonInterval.Of(12, 19, 40)!.Value)}.");
        const int valid = 2;
        int[] favorable = [2, 2, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0];
        var sums = new PooledSums(
            favorable.Length, favorable.Sum(), 0, favorable.Length * valid,
            favorable.Sum(of => of * of), favorable.Sum(of => of * valid), 0, 0, favorable.Length * valid * valid);
        var rate = sums.FavorableRate(null)!.Value;
        IsSaid($"R = {100 * rate.Rate}%. Σf² = {sums.FavorableSquares}, Σfv = {sums.FavorableValid}, Σv² = {sums.ValidSquares}:");
        IsSaid($"n_eff = 15 × 0.793 = {rate.EffectiveSize:0.0}.");
        IsSaid($"shown as {Shown(rate.Interval)}. 24 independent answers would have given {Shown(WilsonInterval.Of(15, 24, null)!.Value)}.");
    }

    [Fact]
    public void What_a_cell_tells_of_itself()
    {
        Assert.Equal(Disclosure.Classes, Rules.Of(Item, new MeasureCounts(22, 14, 3, 5)));
        Assert.Equal(Disclosure.Share, Rules.Of(Item, new MeasureCounts(22, 18, 1, 3)));
        IsSaid($"the favorable share, {Shown(18, 22)}.");
        var ofOneMind = new MeasureCounts(22, 21, 0, 1);
        Assert.Equal(Disclosure.Hidden, Rules.Of(Item, ofOneMind));
        IsSaid($"hidden, \"{Rules.BandOf(Item, ofOneMind)!.Value.Percent}% or more\"");
        Assert.False(Rules.IsTold([12, 2, 3, 3, 2]));

        var bands = new[] { 19, 39, 99, 299, 1000 }.Select(people => Rules.BandOf(Item, new MeasureCounts(people, 0, 0, people))!.Value.Percent);
        IsSaid($"| band | {string.Join(" | ", bands.Select(percent => $"{percent}%, {100 - percent}%"))} |");
    }

    [Fact]
    public void A_second_school_is_hidden_where_the_first_would_follow()
    {
        var survey = SmallSurvey.Survey with { Items = [SmallSurvey.Survey.Items[SmallSurvey.Welcome]] };
        var layout = new TallyLayout(survey);
        long[][] schools = [[12, 4, 4], [15, 5, 10], [4, 1, 1]];
        var units = schools.Select((_, school) => new ReleasedUnit(school + 1)).ToList();
        long[] Read(ReleasedUnit unit)
        {
            var counts = new long[layout.CellCount];
            for (var option = 0; option < 3; option++)
                counts[layout.OptionCell(TallyLayout.Everyone, 0, option)] = schools[unit.Scope - 1][option];
            return counts;
        }

        var told = SettledDisclosure.Decide(layout, Rules, [-1, 0, 0, 0], units, Read);

        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(scope => told[scope, TallyLayout.Everyone, 0] > Disclosure.Hidden));
    }

    [Fact]
    public void When_a_block_is_replaced()
    {
        var survey = SmallSurvey.Survey with { Items = [SmallSurvey.Survey.Items[SmallSurvey.Overall]] };
        var layout = new TallyLayout(survey);
        var rule = new BlockRule(layout, Rules);
        long[] Of(int people, int favorable)
        {
            var counts = new long[layout.CellCount];
            counts[layout.ResponsesCell(TallyLayout.Everyone)] = people;
            counts[layout.OptionCell(TallyLayout.Everyone, 0, 0)] = favorable;
            counts[layout.OptionCell(TallyLayout.Everyone, 0, 2)] = people - favorable;
            return counts;
        }

        var block = Of(12, 7);

        Assert.True(rule.CanBegin(block));
        Assert.Equal([false, false, true], new[] { Of(19, 11), Of(23, 16), Of(27, 18) }.Select(now => rule.CanReplace(block, now)));
    }

    [Fact]
    public void Participation_and_small_schools()
    {
        var shown = ShownParticipation.WhileOpen(45, 312, Audience.Family);
        IsSaid($"rounded up to {ShownParticipation.StepOf(312)}. \"At least {shown.Responses}\", {shown.RatePercent}%.");

        int[] parents = [-1, 0, 1, 1, 1, 0, 5];
        Assert.All(SmallSchools.Pool(parents, new Dictionary<int, int> { [2] = 4, [3] = 3, [4] = 6 }, 10), pool => Assert.Equal(1, pool.Value));
        Assert.All(SmallSchools.Pool(parents, new Dictionary<int, int> { [2] = 4, [3] = 3, [6] = 6 }, 10), pool => Assert.Equal(0, pool.Value));
        Assert.All(SmallSchools.Pool(parents, new Dictionary<int, int> { [2] = 4, [3] = 3 }, 10), pool => Assert.Equal(SmallSchools.Nowhere, pool.Value));
    }

    [Fact]
    public void Flags()
    {
        Assert.Equal(0, FlagRuleTests.FlaggedOf("11111111133", 60, others: 240));
        IsSaid($"200 times, slowly: {FlagRuleTests.FlaggedOf("33333333311", 200, others: 40)} are flagged.");
        IsSaid($"ten answers comes 30 times: {FlagRuleTests.FlaggedOf("1212121212", 30, others: 0)} are.");
    }

    private static void IsSaid(string words) => Assert.Contains(words, Page, StringComparison.Ordinal);

    private static string Shown(long count, long of) => $"{Percent.Whole(count, of)}%";

    private static string Shown(WilsonInterval interval) => $"{Percent.Down(interval.Low)}% to {Percent.Up(interval.High)}%";

    /// <summary>With its lines joined, as they are broken anywhere.</summary>
    private static string ReadPage()
    {
        using var stream = typeof(MethodsTests).Assembly.GetManifestResourceStream("methods.md")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Replace("\n> ", " ", StringComparison.Ordinal).Replace('\n', ' ');
    }
}

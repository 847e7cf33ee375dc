using System.Text;

using Surveys.Answers;
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

        var told = SettledDisclosure.Decide(new ReleasedCube(layout, [-1, 0, 0, 0], units, Read), Rules);

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
        Assert.Equal([false, false, true], new[] { Of(19, 11), Of(23, 16), Of(27, 18) }.Select(now => rule.CanReplace([rule.Shown(block, null)], now)));
    }

    /// <summary>A week of somebody who sends answers of his own, and takes them off each change that he sees.</summary>
    [Fact]
    public void A_patient_stuffer()
    {
        var layout = new TallyLayout(RandomCommunity.Survey);
        var rule = new BlockRule(layout, Rules);
        var counts = new long[layout.CellCount];
        var (real, learned, favorable, people) = (new List<bool>(), 0, 24, 40);
        Answer(24, isPleased: true);
        Answer(16, isPleased: false);
        var shown = new List<ShownBlock> { rule.Shown(counts, null) };
        Assert.True(rule.CanBegin(counts));
        for (var day = 0; day < 7; day++)
        {
            // One real answer, of either mind; nine of his agree, as few as three do not.
            real.Add(day % 2 == 0);
            Answer(1, real[^1]);
            Answer(9, isPleased: true);
            Answer(3, isPleased: false);
            (favorable, people) = (favorable + 9 + (real[^1] ? 1 : 0), people + 13);
            Assert.True(rule.CanReplace(shown, counts));
            shown.Add(rule.Shown(counts, null));
            var change = shown[^1].Told[1].Minus(shown[^2].Told[1]);
            learned += change.Favorable - 9 == (real[^1] ? 1 : 0) && change.People == 13 ? 1 : 0;
        }
        var honest = (24 + real.Count(isPleased => isPleased)) / 47.0;

        IsSaid($"moves {Percent.Whole((long)Math.Round(honest * 47), 47)}% to {Percent.Whole(favorable, people)}%");
        IsSaid($"and learns {learned} of the {real.Count}");

        void Answer(int number, bool isPleased)
        {
            var code = isPleased ? 1 : 4;
            for (var person = 0; person < number; person++)
                layout.Add(0, Channel.Link, [code, code, code, code, code, 1, code, 0, 0, 0, 0, code], counts);
        }
    }

    [Fact]
    public void Participation_and_small_schools()
    {
        var shown = ShownParticipation.WhileOpen(45, 312, Audience.Family, 10);
        IsSaid($"rounded up to {ShownParticipation.StepOf(312, 10)}. \"At least {shown.Responses}\", {shown.RatePercent}%.");

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

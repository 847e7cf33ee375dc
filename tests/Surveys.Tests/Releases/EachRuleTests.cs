using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Releases;
using Surveys.Tallies;

namespace Surveys.Tests.Releases;

/// <summary>For each rule of what is shown a community in which it alone protects somebody: without it the attacker learns, with it he does not.</summary>
public class EachRuleTests
{
    private const int Overall = 0;
    private const int Safe = 4;
    private const int UsedHelp = 5;
    private const int Help = 6;
    private const int Ways = 8;
    private const int Gender = 10;
    private const int Calm = 11;
    private static readonly CellRules Rules = new(10);
    private static readonly TallyLayout Layout = RandomCommunity.Layout;
    private static readonly IReadOnlyList<Measure> Measures = Measure.AllOf(RandomCommunity.Layout);

    [Fact]
    public void Small_cells()
    {
        var cube = Cube([-1, 0, 0, 0], (1, 5, 4), (2, 20, 10), (3, 15, 15));

        Assert.Equal(9, FewestShown(cube, SettledDisclosure.Decide(cube, new CellRules(1))));
        Assert.True(FewestShown(cube, SettledDisclosure.Decide(cube, Rules)) >= 10);
    }

    /// <summary>19 of 20 are favorable: the one who is not knows what all others said.</summary>
    [Fact]
    public void Extremes()
    {
        var cube = Cube([-1, 0, 0, 0], (1, 19, 1), (2, 20, 10), (3, 15, 15));
        var withoutBands = Told(cube, cell => cell.People >= 10);

        Assert.NotEqual(Disclosure.Hidden, withoutBands[1, TallyLayout.Everyone, Overall]);
        Assert.Equal(Disclosure.Hidden, SettledDisclosure.Decide(cube, Rules)[1, TallyLayout.Everyone, Overall]);
        Assert.Empty(new Attacker(cube, SettledDisclosure.Decide(cube, Rules), Rules).FindAll());
    }

    [Fact]
    public void What_is_left_of_a_district()
    {
        var cube = Cube([-1, 0, 0, 0], (1, 19, 1), (2, 20, 10), (3, 15, 15));

        Assert.Contains(new Attacker(cube, Told(cube, IsToldAlone), Rules).FindAll(), find => find.Scopes is [1] && find.Measure == Overall);
        Assert.Empty(new Attacker(cube, SettledDisclosure.Decide(cube, Rules), Rules).FindAll());
    }

    /// <summary>Each collection alone leaves two schools. Together A = (AB + AC - BC) / 2.</summary>
    [Fact]
    public void Collections_that_overlap()
    {
        var cube = Cube([-1, 0, 0, 0, 0], (1, 19, 1), (2, 1, 19), (3, 18, 2), (4, 20, 20)) with { Collections = [[1, 2], [1, 3], [2, 3]] };
        // The three lie in one district with a fourth, so that what is left of that is all three.
        var eachAlone = SettledDisclosure.Decide(cube with { Collections = [] }, Rules);
        var told = new Disclosures(Measures, cube.Scopes, Layout.SliceCount);
        for (var scope = 0; scope < cube.Scopes; scope++)
            told[scope, TallyLayout.Everyone, Overall] = scope < cube.Parents.Length ? eachAlone[scope, TallyLayout.Everyone, Overall] : Disclosure.Share;

        Assert.Contains(new Attacker(cube, told, Rules).FindAll(), find => find.Scopes is [1] && find.Measure == Overall);
        Assert.NotEmpty(new DisclosureCheck(cube, told, Rules).FindFollowing());
        var decided = SettledDisclosure.Decide(cube, Rules);
        Assert.Empty(new Attacker(cube, decided, Rules).FindAll());
        Assert.All(Enumerable.Range(5, 3), collection => Assert.Equal(Disclosure.Hidden, decided[collection, TallyLayout.Everyone, Overall]));
    }

    /// <summary>
    /// All three schools together tell everyone and one gender, as does the first. Each may, and what is left of each; but of the other two schools
    /// together follows what all but that gender said: eight people.
    /// </summary>
    [Fact]
    public void Sums_of_several_values_of_several_schools()
    {
        var counts = new Dictionary<int, long[]> { [1] = Counts((10, 10), (6, 6), (6, 6)), [2] = Counts((10, 10), (2, 1), (1, 0)), [3] = Counts((10, 10), (2, 1), (1, 0)) };
        var cube = new ReleasedCube(Layout, [-1, 0, 0, 0], [.. counts.Keys.Select(school => new ReleasedUnit(school))], unit => counts[unit.Scope]);
        var first = Layout.Groups[1].First;
        var told = new Disclosures(Measures, cube.Scopes, Layout.SliceCount);
        for (var scope = 0; scope < cube.Scopes; scope++)
            told[scope, TallyLayout.Everyone, Overall] = Disclosure.Share;
        told[0, first, Overall] = told[1, first, Overall] = Disclosure.Share;

        Assert.Contains(new Attacker(cube, told, Rules).FindAll(), find => find.Scopes is [2, 3] && find.Counts.People == 8);
        Assert.NotEmpty(new DisclosureCheck(cube, told, Rules).FindFollowing());
        var decided = SettledDisclosure.Decide(cube, Rules);
        Assert.Empty(new Attacker(cube, decided, Rules).FindAll());
        Assert.Empty(new DisclosureCheck(cube, decided, Rules).FindFollowing());
    }

    /// <summary>Of each of two schools the larger gender is hidden with the others; told of both together, it would tell what these eight said.</summary>
    [Fact]
    public void Groups_of_a_collection()
    {
        var counts = Enumerable.Range(1, 5).ToDictionary(school => school, _ => Counts((10, 10), (2, 0), (2, 0)));
        var cube = new ReleasedCube(Layout, [-1, 0, 0, 0, 0, 0], [.. counts.Keys.Select(school => new ReleasedUnit(school))], unit => counts[unit.Scope]) { Collections = [[1, 2]] };
        var slices = Layout.Groups[1];

        var told = SettledDisclosure.Decide(cube, Rules);

        Assert.NotEqual(Disclosure.Hidden, told[6, TallyLayout.Everyone, Overall]);
        Assert.NotEqual(Disclosure.Hidden, Rules.Of(Measures[Overall], new MeasureCounts(40, 20, 0, 20)));
        Assert.Equal(told[1, slices.First, Overall] > Disclosure.Hidden && told[2, slices.First, Overall] > Disclosure.Hidden, told[6, slices.First, Overall] > Disclosure.Hidden);
    }

    /// <summary>Of 33 who answered two left no gender: what the others said is everyone's less theirs.</summary>
    [Fact]
    public void A_group_and_its_values()
    {
        var counts = new Dictionary<int, long[]> { [0] = Counts((11, 5), (8, 7), (2, 0)) };
        var cube = new ReleasedCube(Layout, [-1], [new ReleasedUnit(0)], unit => counts[unit.Scope]);
        var alone = Told(cube, IsToldAlone);
        var slices = Layout.Groups[1];
        for (var slice = slices.First; slice <= slices.NotStated; slice++)
            alone[0, slice, Overall] = Rules.Of(Measures[Overall], Measures[Overall].CountsOf(Layout, counts[0], slice));

        Assert.Contains(new Attacker(cube, alone, Rules).FindAll(), find => find.Slice == slices.NotStated && find.Counts.People == 2);
        Assert.Empty(new Attacker(cube, SettledDisclosure.Decide(cube, Rules), Rules).FindAll());
    }

    /// <summary>How many were asked whether help was good is how many used it: all but one.</summary>
    [Fact]
    public void A_follow_up_and_what_leads_to_it()
    {
        var counts = new long[Layout.CellCount];
        for (var person = 0; person < 40; person++)
        {
            var codes = new int[RandomCommunity.Survey.Items.Count];
            (codes[Overall], codes[UsedHelp], codes[Help]) = (person < 20 ? 1 : 4, person < 39 ? 1 : 2, person < 39 ? (person % 2 == 0 ? 1 : 4) : 0);
            Layout.Add(0, Channel.Link, codes, counts);
        }
        var cube = new ReleasedCube(Layout, [-1], [new ReleasedUnit(0)], _ => counts);
        var help = Measures.Index().Single(measure => measure.Item.ItemIndex == Help).Index;
        var used = Measures.Index().Single(measure => measure.Item.ItemIndex == UsedHelp).Index;

        // By itself it might be told, and with the 40 who said whether they used it that gives the one who did not.
        Assert.NotEqual(Disclosure.Hidden, Rules.Of(Measures[help], Measures[help].CountsOf(Layout, counts, TallyLayout.Everyone)));
        var told = SettledDisclosure.Decide(cube, Rules);
        Assert.True(told[0, TallyLayout.Everyone, used] < Disclosure.Distribution);
        Assert.Equal(Disclosure.Hidden, told[0, TallyLayout.Everyone, help]);
    }

    /// <summary>Of three ways, each chosen by 15 to 25 of 60: how many were asked about two of them is how many chose either, all but one.</summary>
    [Theory]
    [InlineData(true, "o0")]
    [InlineData(false, "o0", "o1")]
    public void A_follow_up_to_several_options_of_a_multiple_choice(bool isTold, params string[] asked)
    {
        var survey = RandomCommunity.Survey with
        {
            Items = [.. RandomCommunity.Survey.Items.Select(item => item.Id == "help" ? item with { ShowIf = new Condition { ItemId = "ways", AnyOf = asked } } : item)],
        };
        var layout = new TallyLayout(survey);
        var measures = Measure.AllOf(layout);
        var counts = new long[layout.CellCount];
        for (var person = 0; person < 60; person++)
        {
            var codes = new int[survey.Items.Count];
            // Bits of the options: the first alone or with the second, the second, and one who chose the third alone.
            codes[Ways] = person is 59 ? 4 : person % 4 is 0 ? 3 : person % 4 is 1 ? 1 : person % 4 is 2 ? 2 : 6;
            codes[Help] = (codes[Ways] & (asked.Length == 1 ? 1 : 3)) == 0 ? 0 : person % 3 is 0 ? 4 : 1;
            layout.Add(0, Channel.Link, codes, counts);
        }
        var cube = new ReleasedCube(layout, [-1], [new ReleasedUnit(0)], _ => counts);
        var help = measures.Index().Single(measure => measure.Item.ItemIndex == Help).Index;

        var told = SettledDisclosure.Decide(cube, Rules);

        Assert.All(measures.Index().Where(measure => measure.Item.ItemIndex == Ways), option => Assert.NotEqual(Disclosure.Hidden, told[0, TallyLayout.Everyone, option.Index]));
        Assert.NotEqual(Disclosure.Hidden, Rules.Of(measures[help], measures[help].CountsOf(layout, counts, TallyLayout.Everyone)));
        Assert.Equal(isTold, told[0, TallyLayout.Everyone, help] > Disclosure.Hidden);
    }

    /// <summary>Only one of a topic's two questions has a neutral answer, and neither is told: how many of the topic's are neutral is how many of that one's.</summary>
    [Fact]
    public void A_topic_of_questions_with_and_without_a_neutral_answer()
    {
        var counts = new long[Layout.CellCount];
        for (var person = 0; person < 40; person++)
        {
            var codes = new int[RandomCommunity.Survey.Items.Count];
            (codes[Safe], codes[Calm]) = (person % 2 == 0 ? 1 : 3, person < 9 ? (person < 4 ? 3 : 1 + (person % 2 * 3)) : 0);
            Layout.Add(0, Channel.Link, codes, counts);
        }
        var cube = new ReleasedCube(Layout, [-1], [new ReleasedUnit(0)], _ => counts);
        var calm = Measures.Index().Single(measure => measure.Item.ItemIndex == Calm).Index;
        var careless = new Disclosures(Measures, cube.Scopes, Layout.SliceCount);
        careless[0, TallyLayout.Everyone, Measures[calm].Whole] = Disclosure.Classes;

        Assert.Contains(new FollowingCell(0, TallyLayout.Everyone, calm, Disclosure.Classes), new DisclosureCheck(cube, careless, Rules).FindFollowing());
        Assert.Contains(new Attacker(cube, careless, Rules).FindAll(), find => find.Measure == calm && find.Counts.People == 9);
        Assert.True(SettledDisclosure.Decide(cube, Rules)[0, TallyLayout.Everyone, Measures[calm].Whole] < Disclosure.Classes);
    }

    /// <summary>34 responses, and one more the next night.</summary>
    [Fact]
    public void Blocks()
    {
        var rule = new BlockRule(Layout, Rules);
        var (before, now) = (Complete(20, 14), Complete(21, 14));
        var change = Measures[Overall].CountsOf(Layout, now, TallyLayout.Everyone).Minus(Measures[Overall].CountsOf(Layout, before, TallyLayout.Everyone));

        // Were every night's counts shown, the change would be what one person said.
        Assert.Equal(new MeasureCounts(1, 1, 0, 0), change);
        Assert.False(rule.CanReplace([rule.Shown(before, null)], now));
        Assert.True(rule.CanReplace([rule.Shown(before, null)], Complete(26, 20)));
    }

    /// <summary>Twelve came, the next night eleven of them went: the third block is the first and one person.</summary>
    [Fact]
    public void Blocks_before_the_last()
    {
        var rule = new BlockRule(Layout, Rules);
        var (first, second, third) = (Complete(20, 14), Complete(26, 20), Complete(21, 14));

        Assert.True(rule.CanReplace([rule.Shown(first, null)], second));
        Assert.True(rule.CanReplace([rule.Shown(second, null)], third));
        Assert.False(rule.CanReplace([rule.Shown(first, null), rule.Shown(second, null)], third));
    }

    [Fact]
    public void Participation_while_open()
    {
        var shown = Enumerable.Range(0, 40).Select(responses => ShownParticipation.WhileOpen(responses, 100, Audience.Family, minimumCell: 10).Responses).ToList();

        // Exactly told, it would say when somebody answers.
        Assert.Equal(4, shown.Distinct().Count());
        Assert.All(shown.Zip(shown.Skip(1)).Index().Where(pair => pair.Item.First != pair.Item.Second), pair => Assert.Equal(0, (pair.Index + 1) % 10));
    }

    /// <summary>An engine with a mistake tells too much; the check finds it, and after withholding the attacker has nothing.</summary>
    [Fact]
    public void The_check()
    {
        var cube = Cube([-1, 0, 0, 0], (1, 19, 1), (2, 20, 10), (3, 15, 15));
        var told = Told(cube, IsToldAlone);
        Assert.NotEmpty(new Attacker(cube, told, Rules).FindAll());

        foreach (var found in new DisclosureCheck(cube, told, Rules).FindFollowing())
            told.Withhold(found);

        Assert.Empty(new Attacker(cube, told, Rules).FindAll());
    }

    private static bool IsToldAlone(MeasureCounts counts) => Rules.Of(Measures[Overall], counts) > Disclosure.Hidden;

    /// <summary>The headline of every scope where it may be by itself, and nothing else.</summary>
    private static Disclosures Told(ReleasedCube cube, Func<MeasureCounts, bool> isTold)
    {
        var told = new Disclosures(Measures, cube.Scopes, Layout.SliceCount);
        for (var scope = 0; scope < cube.Parents.Length; scope++)
        {
            var sum = cube.Units.Where(unit => unit.Scope == scope || scope == 0)
                .Aggregate(default(MeasureCounts), (sum, unit) => sum.Plus(Measures[Overall].CountsOf(Layout, cube.Read(unit), TallyLayout.Everyone)));
            told[scope, TallyLayout.Everyone, Overall] = isTold(sum) ? Disclosure.Share : Disclosure.Hidden;
        }
        return told;
    }

    private static long FewestShown(ReleasedCube cube, Disclosures told) => cube.Units
        .Where(unit => told[unit.Scope, TallyLayout.Everyone, Overall] > Disclosure.Hidden)
        .Min(unit => Measures[Overall].CountsOf(Layout, cube.Read(unit), TallyLayout.Everyone).People);

    /// <summary>Schools of one district, with how many are favorable and how many are not.</summary>
    private static ReleasedCube Cube(int[] parents, params (int Scope, int Favorable, int Others)[] schools)
    {
        var counts = schools.ToDictionary(school => school.Scope, school => Counts((school.Favorable, school.Others)));
        return new ReleasedCube(Layout, parents, [.. schools.Select(school => new ReleasedUnit(school.Scope))], unit => counts[unit.Scope]);
    }

    /// <summary>Of each gender, and last of those who give none, how many are favorable and how many are not.</summary>
    private static long[] Counts(params (int Favorable, int Others)[] genders)
    {
        var counts = new long[Layout.CellCount];
        foreach (var (index, (favorable, others)) in genders.Index())
        {
            for (var person = 0; person < favorable + others; person++)
            {
                var codes = new int[RandomCommunity.Survey.Items.Count];
                (codes[Overall], codes[Gender]) = (person < favorable ? 1 : 4, genders.Length == 1 || index == 2 ? 0 : index + 1);
                Layout.Add(0, Channel.Link, codes, counts);
            }
        }
        return counts;
    }

    /// <summary>Of people who answer everything alike.</summary>
    private static long[] Complete(int favorable, int others)
    {
        var counts = new long[Layout.CellCount];
        for (var person = 0; person < favorable + others; person++)
        {
            var code = person < favorable ? 1 : 4;
            Layout.Add(0, Channel.Link, [code, code, code, code, code, 1, code, 0, 0, 0, 0, code], counts);
        }
        return counts;
    }
}

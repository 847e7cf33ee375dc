using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Releases;
using Surveys.Tallies;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Releases;

/// <summary>"b" is asked of those who chose the first option of "used": how many answered it is how many did.</summary>
public class FollowUpsTests
{
    private static readonly CellRules Rules = new(10);
    private static readonly Item Used = Choice("used");
    private static readonly Item FollowUp = Scale("b", isAsked: "used");

    /// <summary>Nobody of 20 chose it, which is hidden. Were "b" in the topic, 20 answers to it and to "a" would tell that.</summary>
    [Fact]
    public void A_topic_does_not_count_them()
    {
        var survey = Of(Used, Scale("a"), FollowUp);
        ReadOnlySpan<(int, int[])> people = [(9, [2, 1, 0]), (4, [2, 2, 0]), (7, [2, 3, 0])];
        var now = new TallyLayout(survey);

        Assert.Equal("a", Assert.Single(Measure.AllOf(now), measure => measure.Topic == "t").Id);
        Assert.Equal("a", Assert.Single(BlockRule.ToldWhileOpen(now, Measure.AllOf(now))).Id);

        // In waves that opened with the layout before, it does, and is told only with what decides who is asked.
        var before = new TallyLayout(survey, 2);
        var told = SettledDisclosure.Decide(Cube(before, [-1], new() { [0] = people.ToArray() }), Rules);
        Assert.True(told[0, 0, At(told, "used")] < Disclosure.Distribution);
        Assert.Equal(Disclosure.Hidden, told[0, 0, At(told, "t")]);
    }

    /// <summary>The collection is all but a school of which nobody chose it: that it has as many answers as all together would tell so.</summary>
    [Fact]
    public void A_collection_tells_them_only_with_what_leads_to_them()
    {
        (int, int[])[] some = [(5, [1, 1]), (4, [1, 2]), (5, [1, 3]), (9, [2, 0])];
        (int, int[])[] few = [(3, [1, 1]), (2, [1, 2]), (3, [1, 3]), (2, [2, 0])];
        var cube = Cube(new TallyLayout(Of(Used, FollowUp)), [-1, 0, 0, 0, 0], new() { [1] = some, [2] = [(17, [2, 0])], [3] = few, [4] = few }, [1, 3, 4]);

        var told = SettledDisclosure.Decide(cube, Rules);

        var (used, b) = (At(told, "used"), At(told, "b"));
        Assert.True(told[0, 0, used] is Disclosure.Distribution && told[0, 0, b] > Disclosure.Hidden);
        Assert.True(told[2, 0, used] < Disclosure.Distribution && told[5, 0, used] < Disclosure.Distribution);
        Assert.Equal(Disclosure.Hidden, told[5, 0, b]);
        Assert.Empty(new DisclosureCheck(cube, told, Rules).FindFollowing());

        told[5, 0, b] = Disclosure.Share;
        Assert.Contains(new FollowingCell(5, 0, b, Disclosure.Share), new DisclosureCheck(cube, told, Rules).FindFollowing());
        Assert.Contains(new Attacker(cube, told, Rules).FindAll(), find => find.Measure == b && find.Counts.People == 0);
    }

    /// <summary>All 20 of one value chose it and none of the 15 of the other: of "b" the first would have as many answers as everyone.</summary>
    [Fact]
    public void No_group_tells_them()
    {
        var layout = new TallyLayout(Of(Choice("g") with { IsGroup = true }, Used, FollowUp));
        var cube = Cube(layout, [-1], new() { [0] = [(8, [1, 1, 1]), (4, [1, 1, 2]), (8, [1, 1, 3]), (15, [2, 2, 0])] });

        var told = SettledDisclosure.Decide(cube, Rules);

        Assert.True(told[0, 0, At(told, "b")] > Disclosure.Hidden);
        Assert.All(Enumerable.Range(layout.Groups[0].First, layout.Groups[0].Count), slice => Assert.Equal(Disclosure.Hidden, told[0, slice, At(told, "b")]));
        Assert.Empty(new DisclosureCheck(cube, told, Rules).FindFollowing());
    }

    /// <summary>Nobody in the district answered one of the two, so that the other's classes are the topic's.</summary>
    [Fact]
    public void A_release_of_a_topic_with_a_question_that_nobody_answered_passes_the_check()
    {
        (int, int[])[] few = [(4, [1, 0]), (2, [2, 0]), (4, [3, 0])];
        var cube = Cube(new TallyLayout(Of(Scale("a"), Scale("c", hasNeutral: false))), [-1, 0, 0], new() { [1] = few, [2] = few });

        Assert.Empty(new DisclosureCheck(cube, SettledDisclosure.Decide(cube, Rules), Rules).FindFollowing());
    }

    /// <summary>All schools have 70 answers and two of them 40: the 30 that are left are of one mind.</summary>
    [Fact]
    public void The_check_finds_what_a_collection_leaves_of_all()
    {
        (int, int[])[] alike = [(10, [1])];
        (int, int[])[] mixed = [(10, [1]), (10, [3])];
        var cube = Cube(
            new TallyLayout(Of(Scale("a"))), [-1, 0, 0, 0, 0, 0],
            new() { [1] = alike, [2] = alike, [3] = mixed, [4] = mixed, [5] = alike }, [3, 4]);
        var told = new Disclosures(Measure.AllOf(cube.Layout), cube.Scopes, cube.Layout.SliceCount);
        told[0, 0, 0] = told[6, 0, 0] = Disclosure.Share;

        Assert.NotEmpty(new DisclosureCheck(cube, told, Rules).FindFollowing());
    }

    /// <summary>A block told the share of the topic, which of two classes is all there is.</summary>
    [Fact]
    public void A_collection_of_one_school_tells_what_the_school_does()
    {
        var cube = Cube(new TallyLayout(Of(Scale("a", hasNeutral: false), Scale("c", hasNeutral: false))), [-1, 0], new() { [1] = [(2, [1, 1]), (6, [1, 0]), (8, [2, 0])] }, [1]);
        cube = cube with { Units = [new ReleasedUnit(1) { WasTold = true }] };

        var told = SettledDisclosure.Decide(cube, Rules);

        Assert.Equal(told[1, 0, At(told, "t")], told[2, 0, At(told, "t")]);
        Assert.Empty(new DisclosureCheck(cube, told, Rules).FindFollowing());
    }

    private static int At(Disclosures told, string id) => told.Measures.Index().First(measure => measure.Item.Id == id).Index;

    private static SurveyVersion Of(params Item[] items) =>
        SmallSurvey.Survey with { Topics = [new Topic { Id = "t", Text = SmallSurvey.Text("t") }], Items = items };

    private static Item Scale(string id, bool hasNeutral = true, string? isAsked = null) => SmallSurvey.Item(
        id,
        ItemKind.Scale,
        [
            Option("agree", OptionClass.Favorable), .. hasNeutral ? [Option("neither", OptionClass.Neutral)] : Array.Empty<Option>(), Option("disagree", OptionClass.Unfavorable),
        ]) with
    {
        TopicId = "t",
        ShowIf = isAsked is null ? null : new Condition { ItemId = isAsked, AnyOf = ["o0"] },
    };

    private static Item Choice(string id) => SmallSurvey.Item(id, ItemKind.SingleChoice, [Option("o0", OptionClass.Excluded), Option("o1", OptionClass.Excluded)]);

    private static Option Option(string id, OptionClass kind) => new() { Id = id, Text = SmallSurvey.Text(id), Class = kind };

    /// <param name="schools">Of each, how many people gave these answers.</param>
    private static ReleasedCube Cube(TallyLayout layout, int[] parents, Dictionary<int, (int People, int[] Codes)[]> schools, params int[][] collections)
    {
        var counts = schools.ToDictionary(school => school.Key, school =>
        {
            var all = new long[layout.CellCount];
            foreach (var (people, codes) in school.Value)
            {
                for (var person = 0; person < people; person++)
                    layout.Add(0, Channel.Link, codes, all);
            }
            return all;
        });
        return new ReleasedCube(layout, parents, [.. schools.Keys.Select(school => new ReleasedUnit(school))], unit => counts[unit.Scope]) { Collections = collections };
    }
}

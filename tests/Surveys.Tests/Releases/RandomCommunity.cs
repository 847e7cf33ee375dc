using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Releases;
using Surveys.Tallies;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Releases;

/// <summary>
/// A tree of schools and what was answered there, drawn at random: deep and flat trees, tiny schools, questions on which all agree, follow-ups
/// that few are asked, groups of two values and groups nobody is in.
/// </summary>
internal sealed class RandomCommunity
{
    public static readonly SurveyVersion Survey = SmallSurvey.Survey with
    {
        Topics = [new Topic { Id = "belonging", Text = SmallSurvey.Text("b") }, new Topic { Id = "safety", Text = SmallSurvey.Text("s") }],
        Items =
        [
            Scale("overall") with { IsHeadline = true },
            Scale("welcome") with { TopicId = "belonging" },
            Scale("ignored") with { TopicId = "belonging" },
            Scale("trusted") with { TopicId = "belonging" },
            Scale("safe", hasNeutral: false) with { TopicId = "safety" },
            Choice("used-help", 2),
            Scale("help") with { TopicId = "safety", ShowIf = new Condition { ItemId = "used-help", AnyOf = ["o0"] } },
            SmallSurvey.Item("recommend", ItemKind.Number, []),
            SmallSurvey.Item("ways", ItemKind.MultipleChoice, Choice("ways", 3).Options),
            Choice("home-language", 3) with { IsGroup = true },
            Choice("gender", 2) with { IsGroup = true },
            Scale("calm") with { TopicId = "safety" },
        ],
    };

    private readonly Dictionary<int, long[]> _counts = [];

    public static TallyLayout Layout { get; } = new(Survey);

    public ReleasedCube Cube { get; }

    public int[] Parents => Cube.Parents;

    public IReadOnlyList<ReleasedUnit> Units => Cube.Units;

    public long[] CountsOf(ReleasedUnit unit) => _counts[unit.Scope];

    public RandomCommunity(int seed, int mostSchools = 14)
    {
        var random = new Random(seed);
        var parents = Tree(random, random.Next(1, mostSchools));
        var isLeaf = Enumerable.Range(0, parents.Length).Select(scope => !parents.Contains(scope)).ToArray();
        // How many of a hundred think well of each item, over all; and how far schools are from that.
        var mood = Survey.Items.Select(_ => random.Next(4) == 0 ? random.Next(2) * 100 : random.Next(5, 98)).ToArray();
        var largest = random.Next(2) == 0 ? 25 : 120;
        var units = new List<ReleasedUnit>();
        for (var scope = 0; scope < parents.Length; scope++)
        {
            if (!isLeaf[scope])
                continue;
            var counts = new long[Layout.CellCount];
            var people = random.Next(10, largest);
            var tilt = random.Next(-15, 16);
            for (var person = 0; person < people; person++)
                Layout.Add(0, Channel.Link, Answers(random, mood, tilt), counts);
            _counts[scope] = counts;
            units.Add(new ReleasedUnit(scope));
        }
        Cube = new ReleasedCube(Layout, parents, units, CountsOf) { Collections = Collections(random, units) };
    }

    /// <summary>Some across the tree that overlap, one of which may be without one school of another.</summary>
    private static List<int[]> Collections(Random random, List<ReleasedUnit> units)
    {
        var collections = new List<int[]>();
        for (var most = random.Next(0, 4); most > 0; most--)
            collections.Add([.. units.Select(unit => unit.Scope).Where(_ => random.Next(2) == 0)]);
        if (collections is [{ Length: > 2 } first, ..])
            collections.Add(first[1..]);
        return collections;
    }

    private static int[] Tree(Random random, int schools)
    {
        var parents = new List<int> { -1 };
        var districts = new List<int> { 0 };
        var most = random.Next(0, 4);
        for (var district = 0; district < most; district++)
        {
            parents.Add(districts[random.Next(districts.Count)]);
            districts.Add(parents.Count - 1);
        }
        // Every district has one school at least, so that only schools have none below.
        foreach (var district in districts.ToList())
            parents.Add(district);
        for (var school = 0; school < schools; school++)
            parents.Add(districts[random.Next(districts.Count)]);
        return [.. parents];
    }

    private static int[] Answers(Random random, int[] mood, int tilt)
    {
        var codes = new int[Survey.Items.Count];
        for (var item = 0; item < codes.Length; item++)
        {
            if (random.Next(25) == 0)
                continue;
            var isGood = random.Next(100) < (mood[item] is 0 or 100 ? mood[item] : mood[item] + tilt);
            codes[item] = Survey.Items[item].Kind switch
            {
                ItemKind.Scale when isGood => random.Next(1, 3),
                ItemKind.Scale => random.Next(3, Survey.Items[item].Options.Count + 1),
                ItemKind.Number => isGood ? random.Next(8, 12) : random.Next(1, 8),
                ItemKind.MultipleChoice => random.Next(1, 8),
                _ => isGood ? 1 : random.Next(1, Survey.Items[item].Options.Count + 1),
            };
        }
        if (codes[5] != 1)
            codes[6] = 0;
        return codes;
    }

    private static Item Scale(string id, bool hasNeutral = true) => SmallSurvey.Item(
        id,
        ItemKind.Scale,
        [
            Option("agree-strongly", OptionClass.Favorable), Option("agree", OptionClass.Favorable),
            .. hasNeutral ? [Option("neither", OptionClass.Neutral)] : Array.Empty<Option>(),
            Option("disagree", OptionClass.Unfavorable), Option("disagree-strongly", OptionClass.Unfavorable),
            Option("dont-know", OptionClass.Excluded),
        ]);

    private static Item Choice(string id, int options) => SmallSurvey.Item(
        id, ItemKind.SingleChoice, [.. Enumerable.Range(0, options).Select(option => Option($"o{option}", OptionClass.Excluded))]);

    private static Option Option(string id, OptionClass kind) => new() { Id = id, Text = SmallSurvey.Text(id), Class = kind };
}

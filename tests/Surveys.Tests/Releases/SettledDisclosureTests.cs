using Surveys.Releases;

namespace Surveys.Tests.Releases;

public class SettledDisclosureTests(ITestOutputHelper output)
{
    private static readonly CellRules Rules = new(10);

    /// <summary>How many the attacker is set on; more take longer.</summary>
    private static int Checked => Environment.GetEnvironmentVariable("RANDOM_COMMUNITIES") is { } number ? int.Parse(number) : 300;

    private static int Communities => Environment.GetEnvironmentVariable("RANDOM_COMMUNITIES") is { } number ? int.Parse(number) : 500;

    [Fact]
    public void No_hidden_cell_of_random_communities_follows_from_those_told()
    {
        var (told, primary, toldOfGroups, primaryOfGroups) = (0, 0, 0, 0);
        for (var seed = 0; seed < Checked; seed++)
        {
            var community = new RandomCommunity(seed);
            var disclosures = SettledDisclosure.Decide(community.Cube, Rules);
            var check = new DisclosureCheck(community.Cube, disclosures, Rules);

            var following = check.FindFollowing();

            Assert.True(following.Count == 0, $"Seed {seed}: {string.Join(", ", following.Take(5))}.");
            foreach (var unit in community.Units)
            {
                for (var slice = 0; slice < RandomCommunity.Layout.SliceCount; slice++)
                {
                    for (var measure = 0; measure < disclosures.Measures.Count; measure++)
                    {
                        var counts = disclosures.Measures[measure].CountsOf(RandomCommunity.Layout, community.CountsOf(unit), slice);
                        var most = Rules.Of(disclosures.Measures[measure], counts);
                        var isTold = disclosures[unit.Scope, slice, measure] > Disclosure.Hidden;
                        Assert.True(!isTold || most > Disclosure.Hidden, $"Seed {seed}: {disclosures.Measures[measure].Id} of {unit.Scope}, slice {slice}.");
                        if (most is Disclosure.Hidden || (slice > 0 && disclosures.Measures[measure].Kind is not (MeasureKind.Scale or MeasureKind.Number)))
                            continue;
                        if (slice == 0)
                            (primary, told) = (primary + 1, told + (isTold ? 1 : 0));
                        else
                            (primaryOfGroups, toldOfGroups) = (primaryOfGroups + 1, toldOfGroups + (isTold ? 1 : 0));
                    }
                }
            }
        }
        output.WriteLine($"Told of {Checked} communities: {told} of {primary} cells of everyone that may be told by themselves, {toldOfGroups} of {primaryOfGroups} of groups.");
        Assert.True(told * 10 > primary * 5, $"{told} of {primary}");
        Assert.True(toldOfGroups * 10 > primaryOfGroups * 2, $"{toldOfGroups} of {primaryOfGroups}");
    }

    [Fact]
    public void An_attacker_learns_no_hidden_cell_and_no_sum_of_few_people()
    {
        for (var seed = 1_000; seed < 1_000 + Communities; seed++)
        {
            var community = new RandomCommunity(seed, mostSchools: 10);
            var disclosures = SettledDisclosure.Decide(community.Cube, Rules);

            var finds = new Attacker(community.Cube, disclosures, Rules).FindAll();

            Assert.True(finds.Count == 0, $"Seed {seed}: {string.Join("; ", finds.Take(5))}.");
        }
    }

    /// <summary>One item of "safety" has no neutral answer: what of the topic is neutral is so of the other.</summary>
    [Fact]
    public void A_topic_whose_items_differ_in_their_classes_tells_these_only_where_its_items_do()
    {
        var (told, share) = (0, 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var community = new RandomCommunity(seed);
            var disclosures = SettledDisclosure.Decide(community.Cube, Rules);
            var topic = disclosures.Measures.Index().Single(entry => entry.Item.Id == "safety").Index;
            var items = disclosures.Measures.Index().Where(entry => entry.Item.Whole == topic).Select(entry => entry.Index).ToList();
            for (var scope = 0; scope < community.Cube.Scopes; scope++)
            {
                var hasItems = items.TrueForAll(item => disclosures[scope, 0, item] >= Disclosure.Classes);
                Assert.True(hasItems || disclosures[scope, 0, topic] < Disclosure.Classes, $"Seed {seed}, scope {scope}.");
                (told, share) = (told + (disclosures[scope, 0, topic] >= Disclosure.Classes ? 1 : 0), share + (disclosures[scope, 0, topic] is Disclosure.Share ? 1 : 0));
            }
        }
        Assert.True(told > 0 && share > 0);
    }

    [Fact]
    public void The_attacker_succeeds_where_each_cell_is_decided_by_itself()
    {
        var community = new RandomCommunity(1_001, mostSchools: 10);
        var measures = Measure.AllOf(RandomCommunity.Layout);
        var alone = new Disclosures(measures, community.Cube.Scopes, RandomCommunity.Layout.SliceCount);
        for (var measure = 0; measure < measures.Count; measure++)
        {
            foreach (var unit in community.Units)
                alone[unit.Scope, 0, measure] = Rules.Of(measures[measure], measures[measure].CountsOf(RandomCommunity.Layout, community.CountsOf(unit), 0));
            alone[0, 0, measure] = Disclosure.Classes;
        }

        Assert.NotEmpty(new Attacker(community.Cube, alone, Rules).FindAll());
    }
}

using Surveys.Releases;
using Surveys.Tallies;

namespace Surveys.Tests.Releases;

public class SettledDisclosureTests
{
    private static readonly CellRules _rules = new(10);

    [Fact]
    public void No_hidden_cell_of_random_communities_follows_from_those_told()
    {
        var (told, primary) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var community = new RandomCommunity(seed);
            var disclosures = SettledDisclosure.Decide(RandomCommunity.Layout, _rules, community.Parents, community.Units, community.CountsOf);
            var check = new DisclosureCheck(RandomCommunity.Layout, community.Parents, community.Units, community.CountsOf, disclosures);

            var following = check.FindFollowing();

            Assert.True(following.Count == 0, $"Seed {seed}: {string.Join(", ", following.Take(5))}.");
            foreach (var unit in community.Units)
            {
                for (var measure = 0; measure < disclosures.Measures.Count; measure++)
                {
                    var counts = disclosures.Measures[measure].CountsOf(RandomCommunity.Layout, community.CountsOf(unit), TallyLayout.Everyone);
                    if (_rules.Of(disclosures.Measures[measure], counts) == Disclosure.Hidden)
                        continue;
                    primary++;
                    told += disclosures[unit.Scope, TallyLayout.Everyone, measure] > Disclosure.Hidden ? 1 : 0;
                }
            }
        }
        Console.WriteLine($"{told} of {primary}");
        Assert.True(told * 10 > primary * 5, $"{told} of {primary}");
    }
}

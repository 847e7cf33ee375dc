using Surveys.Answers;
using Surveys.Releases;
using Surveys.Tallies;

namespace Surveys.Tests.Releases;

public class LinkedTableTests
{
    [Fact]
    public void A_topic_stays_told_where_one_item_more_that_is_hidden_protects_one_that_must_be()
    {
        // Of the first school 39 of 40 feel welcome; all else is mixed.
        var counts = new[] { 39, 25, 22 }.Select(welcome => CountsOf(welcome, ignored: 24, trusted: 20)).ToList();
        var units = new[] { 1, 2, 3 }.Select(scope => new ReleasedUnit(scope)).ToList();

        var told = SettledDisclosure.Decide(new ReleasedCube(RandomCommunity.Layout, [-1, 0, 0, 0], units, unit => counts[unit.Scope - 1]), new CellRules(10));

        var topic = told.Measures.Index().First(entry => entry.Item.Id == "belonging").Index;
        Assert.All(Enumerable.Range(0, 4), scope => Assert.NotEqual(Disclosure.Hidden, told[scope, TallyLayout.Everyone, topic]));
        Assert.Equal(Disclosure.Hidden, told[1, TallyLayout.Everyone, 1]);

        static long[] CountsOf(int welcome, int ignored, int trusted)
        {
            var counts = new long[RandomCommunity.Layout.CellCount];
            for (var person = 0; person < 40; person++)
            {
                var codes = new int[RandomCommunity.Survey.Items.Count];
                (codes[0], codes[1], codes[2], codes[3]) = (Code(20), Code(welcome), Code(ignored), Code(trusted));
                RandomCommunity.Layout.Add(0, Channel.Link, codes, counts);

                int Code(int favorable) => person < favorable ? 1 : 4;
            }
            return counts;
        }
    }
}

using System.Text;

using Surveys.Ids;
using Surveys.Releases;
using Surveys.Tests.Statistics;

namespace Surveys.Tests.Releases;

public class ShownScopeJsonTests
{
    [Fact]
    public void A_shown_scope_comes_back_as_it_was() =>
        Properties.Hold(ReleaseRulesTests.Tallies, one =>
        {
            var scope = ReleaseRulesTests.Scope(one.Population, one.Tally);
            var shown = ReleaseRules.Apply(scope with { Children = [scope.ToChild(), scope.ToChild()] });
            return Same(shown, ShownScopeJson.Read(ShownScopeJson.Write(shown)));
        });

    [Fact]
    public void What_is_hidden_takes_no_room()
    {
        var json = Encoding.UTF8.GetString(ShownScopeJson.Write(ReleaseRules.Apply(ReleaseRulesTests.Scope(null, new SmallTally()))));

        Assert.Equal(
            """
            {"scope":{"id":"beacon","name":"Beacon","kind":"school"},"parents":[{"id":"southeast","name":"Southeast","kind":"district"}],
            "releaseId":"r1","asOf":"2026-10-01T06:00:00+00:00","participation":{},"headline":{},"survey":{},
            "topics":[{"topicId":"belonging","rate":{}}],
            "items":[{"itemId":"overall","rate":{}},{"itemId":"welcome","rate":{}},{"itemId":"ignored","rate":{}}],"children":[]}
            """.Replace("\n", ""),
            json);
    }

    [Fact]
    public void A_zero_is_not_taken_for_hidden()
    {
        var shown = ReleaseRules.Apply(ReleaseRulesTests.Scope(null, new SmallTally().Responses(20).Item(0, 20)));

        Assert.Equal(0, ShownScopeJson.Read(ShownScopeJson.Write(shown)).Headline!.Unfavorable);
    }

    [Fact]
    public void A_property_of_a_later_version_is_skipped()
    {
        var json = Encoding.UTF8.GetString(ShownScopeJson.Write(ReleaseRules.Apply(ReleaseRulesTests.Scope(null, new SmallTally()))));

        Assert.Equal(new ScopeId("beacon"), ShownScopeJson.Read(Encoding.UTF8.GetBytes("{\"later\":[1]," + json[1..])).Scope.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"scope\":{\"id\":\"NOT AN ID\"}}")]
    public void What_is_no_scope_is_refused(string json) =>
        Assert.Throws<FormatException>(() => ShownScopeJson.Read(Encoding.UTF8.GetBytes(json)));

    /// <summary>Equality of content; records compare lists by reference.</summary>
    private static bool Same(ShownScope left, ShownScope right) =>
        left.Parents.SequenceEqual(right.Parents)
        && left.Topics.SequenceEqual(right.Topics)
        && left.Items.SequenceEqual(right.Items)
        && left.Children.SequenceEqual(right.Children)
        && left == right with { Parents = left.Parents, Topics = left.Topics, Items = left.Items, Children = left.Children };
}

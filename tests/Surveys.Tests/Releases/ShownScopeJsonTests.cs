using System.Text;

using Surveys.Ids;
using Surveys.Releases;

namespace Surveys.Tests.Releases;

public class ShownScopeJsonTests
{
    private static readonly ShownScope Hidden = new()
    {
        Scope = new ScopeLink(new ScopeId("beacon"), "Beacon", "school"),
        Parents = [new ScopeLink(new ScopeId("southeast"), "Southeast", "district")],
        ReleaseId = "r1",
        AsOf = new DateTimeOffset(2026, 10, 1, 6, 0, 0, TimeSpan.Zero),
        Participation = ShownParticipation.Hidden,
        Headline = ShownRate.Hidden,
        Survey = ShownRate.Hidden,
        Topics = [new ShownTopic("belonging", ShownRate.Hidden)],
        Items = [new ShownItem("overall", ShownRate.Hidden, null)],
        Children = [],
    };

    [Fact]
    public void A_shown_scope_comes_back_as_it_was()
    {
        var rate = new ShownRate { N = 40, Favorable = 60, Neutral = 0, Unfavorable = 40, Low = 44, High = 74 };
        var shown = Hidden with
        {
            IsSettled = true,
            Participation = new ShownParticipation(40, 100, 40, IsLow: false) { IsAtLeast = true },
            Headline = rate,
            EarlierHeadline = new EarlierRate(new DateTimeOffset(2026, 9, 1, 6, 0, 0, TimeSpan.Zero), rate),
            Survey = new ShownRate { Band = new FavorableBand(90, IsAtLeast: true) },
            Items = [new ShownItem("ways", new ShownRate { N = 40 }, 8.3m) { Answers = new Dictionary<string, int?> { ["phone"] = 50, ["mail"] = null } }],
            Groups = [new ShownGroup("language", [new ShownGroupValue(null, 15, rate, [new ShownTopic("belonging", rate)], [])])],
            Languages = ["en", "so"],
            LateResponses = 10,
            Children = [new ShownChild(Hidden.Scope with { Part = ScopePart.SmallSchools, Schools = 3 }, ShownParticipation.Hidden, null, rate)],
        };

        var read = ShownScopeJson.Read(ShownScopeJson.Write(shown));

        Assert.Equivalent(shown, read, strict: true);
    }

    [Fact]
    public void What_is_hidden_takes_no_room() => Assert.Equal(
        """
        {"scope":{"id":"beacon","name":"Beacon","kind":"school"},"parents":[{"id":"southeast","name":"Southeast","kind":"district"}],
        "releaseId":"r1","asOf":"2026-10-01T06:00:00+00:00","participation":{},"languages":[],"headline":{},"survey":{},
        "topics":[{"topicId":"belonging","rate":{}}],"items":[{"itemId":"overall","rate":{}}],"groups":[],"children":[]}
        """.Replace("\n", ""),
        Encoding.UTF8.GetString(ShownScopeJson.Write(Hidden)));

    [Fact]
    public void What_a_version_before_wrote_is_read()
    {
        var json = Encoding.UTF8.GetString(ShownScopeJson.Write(Hidden))
            .Replace("\"groups\":[],", "", StringComparison.Ordinal).Replace("\"languages\":[],", "", StringComparison.Ordinal);

        var read = ShownScopeJson.Read(Encoding.UTF8.GetBytes(json));

        Assert.Empty(read.Groups);
        Assert.Empty(read.Languages);
    }

    [Fact]
    public void A_zero_is_not_taken_for_hidden()
    {
        var shown = Hidden with { Headline = new ShownRate { N = 20, Favorable = 80, Neutral = 20, Unfavorable = 0 } };

        Assert.Equal(0, ShownScopeJson.Read(ShownScopeJson.Write(shown)).Headline!.Unfavorable);
    }

    [Fact]
    public void A_property_of_a_later_version_is_skipped()
    {
        var json = Encoding.UTF8.GetString(ShownScopeJson.Write(Hidden));

        Assert.Equal(new ScopeId("beacon"), ShownScopeJson.Read(Encoding.UTF8.GetBytes("{\"later\":[1]," + json[1..])).Scope.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"scope\":{\"id\":\"NOT AN ID\"}}")]
    public void What_is_no_scope_is_refused(string json) =>
        Assert.Throws<FormatException>(() => ShownScopeJson.Read(Encoding.UTF8.GetBytes(json)));
}

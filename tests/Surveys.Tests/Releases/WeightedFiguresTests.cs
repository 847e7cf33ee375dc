using Surveys.Answers;
using Surveys.Releases;

namespace Surveys.Tests.Releases;

/// <summary>
/// At one school 20 of 100 answered, 15 of them favorably, at another 20 of 300, 5 of them: 50% as answered. By weights of 5 and 15 it is 150 of 400,
/// of Kish's size 400² ÷ (25 × 20 + 225 × 20) = 32.
/// </summary>
public class WeightedFiguresTests
{
    private static readonly IReadOnlyList<Measure> Measures = Measure.AllOf(RandomCommunity.Layout);
    private static readonly Disclosure[] All = [.. Measures.Select(_ => Disclosure.Distribution)];

    [Fact]
    public void A_school_counts_by_how_many_could_answer()
    {
        var weighted = Weighted((100, 15, 5, All), (300, 5, 15, All));

        var scope = weighted.Of(AsAnswered());

        Assert.Equal(new ShownRate { N = 40, Favorable = 38, Neutral = 0, Unfavorable = 63, Low = 22, High = 55, IsWeighted = true }, scope.Headline);
        Assert.Equal((38, true), (scope.Survey.Favorable, scope.Survey.IsWeighted));
    }

    [Fact]
    public void Where_a_school_tells_less_the_rate_says_no_more()
    {
        Disclosure[] share = [.. Measures.Select(_ => Disclosure.Share)];
        Disclosure[] hidden = [.. Measures.Select(_ => Disclosure.Hidden)];

        var weighted = Weighted((100, 15, 5, All), (300, 5, 15, share)).Of(AsAnswered()).Headline!;
        var asAnswered = Weighted((100, 15, 5, All), (300, 5, 15, hidden)).Of(AsAnswered()).Headline!;

        Assert.Equal((38, null, null), (weighted.Favorable, weighted.Neutral, weighted.Unfavorable));
        Assert.Equal(AsAnswered().Headline! with { IsWeighted = false }, asAnswered);
    }

    [Fact]
    public void Of_one_unknown_number_nothing_is_weighted()
    {
        var weighted = Weighted((100, 15, 5, All), (null, 5, 15, All));

        Assert.False(weighted.IsKnown);
        Assert.Equal(AsAnswered().Headline! with { IsWeighted = false }, weighted.Of(AsAnswered()).Headline);
    }

    [Fact]
    public void What_is_hidden_stays_so()
    {
        var hidden = AsAnswered() with { Headline = ShownRate.Hidden };

        Assert.Equal(ShownRate.Hidden, Weighted((100, 15, 5, All), (300, 5, 15, All)).Of(hidden).Headline);
    }

    private static WeightedFigures Weighted(params (long? Population, int Favorable, int Unfavorable, Disclosure[] Told)[] schools)
    {
        var weighted = new WeightedFigures(RandomCommunity.Layout, Measures);
        foreach (var (population, favorable, unfavorable, told) in schools)
        {
            var counts = new long[RandomCommunity.Layout.CellCount];
            for (var person = 0; person < favorable + unfavorable; person++)
                RandomCommunity.Layout.Add(0, Channel.Link, [person < favorable ? 1 : 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], counts);
            weighted.Add(population, counts, told);
        }
        return weighted;
    }

    private static ShownScope AsAnswered()
    {
        var rate = new ShownRate { N = 40, Favorable = 50, Neutral = 0, Unfavorable = 50, Low = 35, High = 65 };
        return new ShownScope
        {
            Scope = new ScopeLink(new("district"), "District", "district"),
            Parents = [],
            ReleaseId = "release",
            AsOf = default,
            Participation = ShownParticipation.Hidden,
            Headline = rate,
            Survey = rate,
            Topics = [],
            Items = [],
            Children = [],
        };
    }
}

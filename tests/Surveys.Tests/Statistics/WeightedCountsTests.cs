using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class WeightedCountsTests
{
    // 8 people of weight 28 and 192 of weight 3 make Kish's size 80; the bounds are those R computes for it.
    [Fact]
    public void An_item_has_the_interval_of_Kishs_effective_size()
    {
        var rate = Of((224, 8, new ClassCounts(3, 1, 4)), (576, 192, new ClassCounts(52, 50, 90))).FavorableRate()!.Value;

        Assert.Equal(0.3, rate.Rate, 1e-12);
        Assert.Equal(80, rate.Size, 1e-9);
        Assert.Equal(0.21064571260081344, rate.Interval.Low, 1e-9);
        Assert.Equal(0.4076815392133974, rate.Interval.High, 1e-9);
    }

    [Fact]
    public void A_school_weighs_as_many_as_it_has_and_not_as_many_as_answered()
    {
        // 300 of one mind and 100 of the other, of whom 10 and 90 answered.
        var weighted = Of((300, 10, new ClassCounts(10, 0, 0)), (100, 90, new ClassCounts(0, 0, 90)));

        Assert.Equal(0.75, weighted.FavorableRate()!.Value.Rate, 1e-12);
        Assert.Equal(0.25, weighted.UnfavorableRate()!.Value.Rate, 1e-12);
    }

    [Fact]
    public void Who_left_the_item_out_counts_for_the_weight_and_not_for_the_rate() =>
        // Weights 2 and 1: (2·3 + 1·5) ÷ (2·4 + 1·10).
        Assert.Equal(11 / 18d, Of((20, 10, new ClassCounts(3, 0, 1)), (10, 10, new ClassCounts(5, 5, 0))).FavorableRate()!.Value.Rate, 1e-12);

    [Fact]
    public void Everybody_of_one_mind_is_exactly_so()
    {
        var weighted = Of((70, 30, new ClassCounts(30, 0, 0)), (11, 7, new ClassCounts(7, 0, 0)));

        Assert.Equal((1, 1), (weighted.FavorableRate()!.Value.Rate, weighted.FavorableRate()!.Value.Interval.High));
        Assert.Equal((0, 0), (weighted.UnfavorableRate()!.Value.Rate, weighted.UnfavorableRate()!.Value.Interval.Low));
    }

    [Fact]
    public void A_school_of_nobody_or_without_responses_stands_aside() =>
        Assert.Equal(
            Of((40, 20, new ClassCounts(8, 4, 8))).FavorableRate(),
            Of((0, 5, new ClassCounts(5, 0, 0)), (40, 20, new ClassCounts(8, 4, 8)), (60, 0, default), (60, 3, default)).FavorableRate());

    [Fact]
    public void Without_answers_or_weight_there_is_no_rate()
    {
        Assert.Null(new WeightedCounts().FavorableRate());
        Assert.Null(Of((50, 0, default), (30, 5, default)).FavorableRate());
        Assert.Null(Of((0, 10, new ClassCounts(5, 0, 5))).UnfavorableRate());
    }

    [Fact]
    public void Equal_weights_change_nothing() =>
        Properties.Hold(
            from schools in Gen.Choose(0, 50).ArrayOf(3).Select(classes => new ClassCounts(classes[0], classes[1], classes[2] + 1)).NonEmptyListOf()
            from weight in Gen.Choose(1, 30)
            select (schools, weight),
            one =>
            {
                var weighted = Of([.. one.schools.Select(school => (one.weight * school.Valid, school.Valid, school))]).FavorableRate()!.Value;
                var counts = one.schools.Aggregate((all, school) => all.Plus(school));
                var plain = RateEstimate.Of(counts.Favorable, counts.Valid, null)!.Value;
                return Math.Abs(weighted.Rate - plain.Rate) < 1e-12 && Math.Abs((weighted.Size / plain.Size) - 1) < 1e-12
                    && Math.Abs(weighted.Interval.Low - plain.Interval.Low) < 1e-9 && Math.Abs(weighted.Interval.High - plain.Interval.High) < 1e-9;
            });

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(20, 9)]
    public void What_cannot_be_is_a_defect(long population, long responses) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedCounts().Add(population, responses, new ClassCounts(5, 0, 5)));

    private static WeightedCounts Of(params (long Population, long Responses, ClassCounts Classes)[] schools)
    {
        var weighted = new WeightedCounts();
        foreach (var (population, responses, classes) in schools)
            weighted.Add(population, responses, classes);
        return weighted;
    }
}

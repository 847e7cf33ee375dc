using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class PooledRateTests
{
    // Computed with R 4.2.2 and survey 4.1.1: svyratio, Korn and Graubard's effective size, Wilson.
    [Theory]
    [InlineData(12, null, 14, 32, 28, 36, 90, 0.4375, 0.120927534385032, 13.3448022116026, 0.216519250235417, 0.686420646155334)] // random, favorable
    [InlineData(12, null, 9, 32, 15, 27, 90, 0.28125, 0.0859334645230191, 21.707394524537, 0.13672504345557, 0.491556313200398)] // random, unfavorable
    [InlineData(15, 60L, 49, 75, 191, 245, 375, 0.653333333333333, 0.0767597778270853, 32.1001790086394, 0.502276589982641, 0.778740404741282)] // random, favorable
    [InlineData(15, 60L, 13, 75, 21, 65, 375, 0.173333333333333, 0.0430577316398374, 62.630983937018, 0.106588859434098, 0.269275365024749)] // random, unfavorable
    [InlineData(25, 200L, 37, 96, 79, 143, 386, 0.385416666666667, 0.0543241817137918, 72.384298256193, 0.287628231109318, 0.493423398776455)] // random, favorable
    [InlineData(25, 200L, 30, 96, 66, 126, 386, 0.3125, 0.0530991568277651, 68.7174380663717, 0.220567860486855, 0.4220034288132)] // random, unfavorable
    [InlineData(40, null, 128, 267, 620, 856, 1797, 0.47940074906367, 0.0552614314439269, 76.7352864734775, 0.371298582755113, 0.589467034769708)] // random, favorable
    [InlineData(40, null, 78, 267, 256, 531, 1797, 0.292134831460674, 0.0377618602833341, 136.164612445097, 0.222297158139732, 0.373379231332561)] // random, unfavorable
    [InlineData(60, 134L, 95, 205, 265, 366, 773, 0.463414634146341, 0.0471281933098742, 107.411553323106, 0.39447200539117, 0.533784859855136)] // random, favorable
    [InlineData(60, 134L, 58, 205, 112, 219, 773, 0.282926829268293, 0.03476838586342, 161.017307260673, 0.23413876825808, 0.337402279139503)] // random, unfavorable
    [InlineData(100, 511L, 262, 444, 900, 1187, 2012, 0.59009009009009, 0.0319894814603155, 230.627031597765, 0.532281581533358, 0.645512030869661)] // random, favorable
    [InlineData(100, 511L, 101, 444, 223, 457, 2012, 0.227477477477477, 0.0247135370140773, 280.735679501649, 0.186568835559432, 0.274330953201199)] // random, unfavorable
    [InlineData(180, 900L, 1845, 3463, 26405, 35547, 66755, 0.532775050534219, 0.0250379680990379, 391.723205404779, 0.488475486103147, 0.576563797852079)] // random, favorable
    [InlineData(180, 900L, 903, 3463, 7349, 17401, 66755, 0.260756569448455, 0.0153585051900417, 806.180693391364, 0.234579944244529, 0.288752277124665)] // random, unfavorable
    [InlineData(250, 300L, 858, 1268, 3556, 4512, 6630, 0.676656151419558, 0.0174117055688537, 714.690420057395, 0.662479461820627, 0.690515558885371)] // random, favorable
    [InlineData(250, 300L, 231, 1268, 457, 1196, 6630, 0.18217665615142, 0.0122745229789694, 979.289132869093, 0.1725001030318, 0.19226990117291)] // random, unfavorable
    [InlineData(1, null, 2, 4, 4, 8, 16, 0.5, null, 1.0, 0.054620755528852, 0.945379244471148)] // one respondent, favorable
    [InlineData(1, null, 1, 4, 1, 4, 16, 0.25, null, 1.0, 0.0146349308108908, 0.88209041200049)] // one respondent, unfavorable
    [InlineData(14, 80L, 0, 70, 0, 0, 350, 0.0, 0.0, 14.0, 0.0, 0.186487323281962)] // nobody favorable, favorable
    [InlineData(14, 80L, 31, 70, 87, 155, 350, 0.442857142857143, 0.0635180044686524, 50.3358001232231, 0.324626010869272, 0.567938188164337)] // nobody favorable, unfavorable
    [InlineData(11, null, 44, 44, 176, 176, 176, 1.0, 0.0, 11.0, 0.741167033031968, 1.0)] // all favorable, favorable
    [InlineData(11, null, 0, 44, 0, 0, 176, 0.0, 0.0, 11.0, 0.0, 0.258832966968032)] // all favorable, unfavorable
    [InlineData(20, 50L, 30, 60, 50, 100, 200, 0.5, 0.0, 52.6137180686448, 0.396572727682439, 0.603427272317562)] // everyone the same share, favorable
    [InlineData(20, 20L, 59, 100, 193, 295, 500, 0.59, 0.0446624768917406, 87.6895301144079, 0.59, 0.59)] // whole population, favorable
    [InlineData(20, 20L, 0, 100, 0, 0, 500, 0.0, 0.0, 20.0, 0.0, 0.0)] // whole population, unfavorable
    [InlineData(31, 20L, 92, 155, 304, 460, 775, 0.593548387096774, 0.0364958338676928, 142.758021344459, 0.51155064010265, 0.67064349355807)] // more than the population, favorable
    [InlineData(31, 20L, 0, 155, 0, 0, 775, 0.0, 0.0, 31.0, 0.0, 0.110255395460436)] // more than the population, unfavorable
    public void A_pooled_rate_and_its_interval_are_those_R_computes(
        long m, long? population, long x, long v, long xx, long xv, long vv, double rate, double? error, double size, double low, double high)
    {
        var sums = new PooledSums(m, x, 0, v, xx, xv, 0, 0, vv);

        var pooled = sums.FavorableRate(population)!.Value;

        Assert.Equal(rate, pooled.Rate, 1e-9);
        Assert.Equal(error is null, pooled.StandardError is null);
        Assert.Equal(error ?? 0, pooled.StandardError ?? 0, 1e-9);
        Assert.Equal(size, pooled.EffectiveSize, 1e-9);
        Assert.Equal(low, pooled.Interval.Low, 1e-9);
        Assert.Equal(high, pooled.Interval.High, 1e-9);
        Assert.Equal(pooled, new PooledSums(m, 0, x, v, 0, 0, xx, xv, vv).UnfavorableRate(population));
    }

    [Fact]
    public void Nobody_has_no_rate() => Assert.Null(default(PooledSums).FavorableRate(10));

    // Quantiles as R's qt has them.
    [Theory]
    [InlineData(1, 12.7062047361747)]
    [InlineData(2, 4.30265272974946)]
    [InlineData(3, 3.18244630528371)]
    [InlineData(10, 2.22813885198627)]
    [InlineData(30, 2.04227245630124)]
    [InlineData(100, 1.98397151852355)]
    public void Few_degrees_of_freedom_make_the_effective_size_small(long degrees, double t)
    {
        // Half of everybody's answers are favorable: the size is that of the answers before t.
        var m = degrees + 1;
        var pooled = new PooledSums(m, m, m, 2 * m, m, 2 * m, m, 2 * m, 4 * m).FavorableRate(null)!.Value;
        Assert.Equal(2 * m * Math.Pow(1.959963984540054 / t, 2), pooled.EffectiveSize, 1e-7);
    }

    [Fact]
    public void Everyone_less_a_group_are_the_rest() =>
        Properties.Hold(
            from part in RandomPerson.Any.ListOf() from rest in RandomPerson.Any.ListOf() select (part, rest),
            one => RandomPerson.SumsOf([.. one.part, .. one.rest]).Minus(RandomPerson.SumsOf(one.part)) == RandomPerson.SumsOf(one.rest));

    [Fact]
    public void The_rate_is_within_its_interval() =>
        Properties.Hold(
            from people in RandomPerson.Any.NonEmptyListOf() from others in Gen.Choose(0, 100) select (people, others),
            one => new[] { (long?)null, one.people.Count + one.others }.All(
                population => RandomPerson.SumsOf(one.people).FavorableRate(population) is { Rate: var rate, Interval: var interval }
                    && interval.Low <= rate && rate <= interval.High && interval is { Low: >= 0, High: <= 1 }));

    // Of two or more: one respondent counts as one, and t of a single degree of freedom takes two for less.
    [Fact]
    public void More_people_of_the_same_answers_never_widen_the_interval() =>
        Properties.Hold(
            from first in RandomPerson.Any
            from people in RandomPerson.Any.NonEmptyListOf()
            from times in Gen.Choose(2, 9)
            from others in Gen.Choose(0, 100)
            select (People: people.Append(first).ToList(), times, others),
            one =>
            {
                var few = RandomPerson.SumsOf(one.People);
                var many = RandomPerson.SumsOf([.. Enumerable.Repeat(one.People, one.times).SelectMany(people => people)]);
                return new[] { (long?)null, many.Respondents + one.others }.All(population =>
                    few.FavorableRate(population)!.Value.Interval is var wide && many.FavorableRate(population)!.Value.Interval is var narrow
                    && wide.Low <= narrow.Low + 1e-12 && narrow.High <= wide.High + 1e-12);
            });
}

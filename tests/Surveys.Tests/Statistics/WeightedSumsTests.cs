using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class WeightedSumsTests
{
    /// <summary>Of each school its population, respondents, Σf, Σv, Σf², Σfv and Σv²: those of whom R computes the values below.</summary>
    private static readonly Dictionary<int, long[][]> Cases = new()
    {
        [1] = [[20, 4, 12, 17, 38, 52, 75], [270, 90, 184, 415, 532, 859, 1939], [240, 40, 75, 183, 235, 353, 851]],
        [2] =
        [
            [270, 90, 116, 402, 296, 531, 1844], [360, 90, 253, 411, 895, 1171, 1909], [450, 90, 329, 407, 1333, 1530, 1887],
            [200, 40, 118, 172, 420, 522, 766], [60, 12, 21, 56, 55, 100, 264], [60, 12, 42, 58, 168, 206, 282],
            [160, 40, 46, 181, 90, 209, 849], [320, 40, 89, 171, 269, 394, 753],
        ],
        [4] =
        [
            [48, 12, 25, 52, 71, 112, 230], [360, 90, 129, 403, 333, 588, 1845], [360, 90, 126, 402, 286, 571, 1840],
            [48, 12, 26, 50, 96, 123, 220], [16, 4, 3, 19, 9, 15, 91],
        ],
    };

    // Computed with R 4.2.2 and survey 4.1.1: svyratio with weights, Korn and Graubard's effective size, Wilson.
    [Theory]
    [InlineData(1, 0.437397034596376, 0.0284602768655921, 298.304790331638, 0.382252973671613, 0.494132951877628)]
    [InlineData(2, 0.571666468419174, 0.0167711218171309, 865.468802665492, 0.538453767293183, 0.604245785126612)]
    [InlineData(4, 0.333693304535637, 0.0195220679448529, 576.60297986846, 0.296418157687086, 0.373169731229938)]
    public void A_weighted_rate_and_its_interval_are_those_R_computes(int number, double rate, double error, double size, double low, double high)
    {
        var (favorable, unfavorable) = (new WeightedSums(), new WeightedSums());
        foreach (var school in Cases[number])
        {
            var (population, m, x, v, xx, xv, vv) = (school[0], school[1], school[2], school[3], school[4], school[5], school[6]);
            favorable.Add(population, m, new PooledSums(m, x, 0, v, xx, xv, 0, 0, vv));
            unfavorable.Add(population, m, new PooledSums(m, 0, x, v, 0, 0, xx, xv, vv));
        }

        var weighted = favorable.FavorableRate()!.Value;

        Assert.Equal(rate, weighted.Rate, 1e-9);
        Assert.Equal(error, weighted.StandardError!.Value, 1e-9);
        Assert.Equal(size, weighted.EffectiveSize, 1e-9);
        Assert.Equal(low, weighted.Interval.Low, 1e-9);
        Assert.Equal(high, weighted.Interval.High, 1e-9);
        Assert.Equal(weighted, unfavorable.UnfavorableRate());
    }

    [Fact]
    public void Equal_weights_change_nothing() =>
        Properties.Hold(
            from schools in RandomPerson.Any.NonEmptyListOf().NonEmptyListOf() from weight in Gen.Choose(1, 30) select (schools, weight),
            one =>
            {
                var weighted = new WeightedSums();
                foreach (var school in one.schools)
                    weighted.Add(one.weight * school.Count, school.Count, RandomPerson.SumsOf(school));
                var plain = RandomPerson.SumsOf([.. one.schools.SelectMany(school => school)]);
                return Same(plain.FavorableRate(null), weighted.FavorableRate()) && Same(plain.UnfavorableRate(null), weighted.UnfavorableRate());
            });

    [Fact]
    public void Of_one_school_its_weight_changes_nothing() =>
        Properties.Hold(
            from people in RandomPerson.Any.NonEmptyListOf() from population in Gen.Choose(1, 5000) select (Sums: RandomPerson.SumsOf(people), population),
            one => Same(one.Sums.FavorableRate(null), Of((one.population, one.Sums.Respondents, one.Sums)).FavorableRate()));

    [Fact]
    public void Everybody_of_one_mind_counts_as_Kishs_effective_number_of_people()
    {
        // 8 people of weight 28 and 192 of weight 3 make 80.
        var weighted = Of((224, 8, new PooledSums(8, 16, 0, 16, 32, 32, 0, 0, 32)), (576, 192, new PooledSums(192, 384, 0, 384, 768, 768, 0, 0, 768)));

        var (favorable, unfavorable) = (weighted.FavorableRate()!.Value, weighted.UnfavorableRate()!.Value);
        Assert.Equal((1, 0, 1), (favorable.Rate, favorable.StandardError, favorable.Interval.High));
        Assert.Equal((0, 0, 0), (unfavorable.Rate, unfavorable.StandardError, unfavorable.Interval.Low));
        Assert.Equal(80, favorable.EffectiveSize, 1e-9);
        Assert.Equal(80, unfavorable.EffectiveSize, 1e-9);
    }

    [Fact]
    public void Everybody_of_the_same_share_leaves_no_spread()
    {
        // One in three of everybody; weights that no double has exactly.
        var (some, others) = (new PooledSums(7, 7, 14, 21, 7, 21, 28, 42, 63), new PooledSums(3, 6, 12, 18, 12, 36, 48, 72, 108));
        var weighted = Of((10, 7, some), (17, 3, others)).FavorableRate()!.Value;

        Assert.Equal(0, weighted.StandardError);
        Assert.Equal(1 / 3d, weighted.Rate, 1e-12);
        // 39 answers before t, whose quantile of 9 degrees of freedom is 2.262157.
        Assert.Equal(39 * Math.Pow(1.959963984540054 / 2.2621571627982, 2), weighted.EffectiveSize, 1e-9);
    }

    [Fact]
    public void One_respondent_counts_as_one_of_any_weight()
    {
        var one = Of((500, 1, new PooledSums(1, 2, 1, 4, 4, 8, 1, 4, 16))).FavorableRate()!.Value;

        Assert.Equal((0.5, null, 1), (one.Rate, one.StandardError, one.EffectiveSize));
    }

    [Fact]
    public void A_school_of_nobody_or_without_responses_stands_aside()
    {
        var sums = new PooledSums(12, 14, 9, 32, 28, 36, 15, 27, 90);

        Assert.Equal(Of((40, 12, sums)).FavorableRate(), Of((0, 12, sums), (40, 12, sums), (60, 0, default), (60, 3, default)).FavorableRate());
    }

    [Fact]
    public void Without_answers_or_weight_there_is_no_rate()
    {
        Assert.Null(new WeightedSums().FavorableRate());
        Assert.Null(Of((50, 0, default), (30, 5, default)).FavorableRate());
        Assert.Null(Of((0, 1, new PooledSums(1, 2, 1, 4, 4, 8, 1, 4, 16))).UnfavorableRate());
    }

    [Fact]
    public void The_rate_is_within_its_interval() =>
        Properties.Hold(
            RandomPerson.Any.NonEmptyListOf().SelectMany(people => Gen.Choose(1, 5000)
                .Select(population => ((long)population, (long)people.Count, RandomPerson.SumsOf(people)))).NonEmptyListOf(),
            schools => Of([.. schools]).FavorableRate() is { Rate: var rate, Interval: var interval }
                && interval.Low <= rate && rate <= interval.High && interval is { Low: >= 0, High: <= 1 });

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(20, 9)]
    public void What_cannot_be_is_a_defect(long population, long responses) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Of((population, responses, new PooledSums(10, 20, 0, 20, 40, 40, 0, 0, 40))));

    private static WeightedSums Of(params (long Population, long Responses, PooledSums Sums)[] schools)
    {
        var weighted = new WeightedSums();
        foreach (var (population, responses, sums) in schools)
            weighted.Add(population, responses, sums);
        return weighted;
    }

    private static bool Same(PooledRate? plain, PooledRate? weighted) =>
        plain is { } one && weighted is { } other
        && Math.Abs(one.Rate - other.Rate) < 1e-12 && one.StandardError is null == other.StandardError is null
        && Math.Abs(one.StandardError - other.StandardError ?? 0) < 1e-9 && Math.Abs((one.EffectiveSize / other.EffectiveSize) - 1) < 1e-9
        && Math.Abs(one.Interval.Low - other.Interval.Low) < 1e-9 && Math.Abs(one.Interval.High - other.Interval.High) < 1e-9;
}

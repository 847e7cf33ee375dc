using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class WilsonIntervalTests
{
    // Computed with R 4.2.2: binom 1.1, and for a known population Wilson's formula with the effective size.
    [Theory]
    [InlineData(0, 1, null, 0.000000000000000000000, 0.79345068562276255264)]
    [InlineData(2, 2, null, 0.342380227506653200820, 1.00000000000000000000)]
    [InlineData(1, 3, null, 0.061491944720396318758, 0.79234039919795229423)]
    [InlineData(1, 5, null, 0.036224108632430140897, 0.62446537023747450412)]
    [InlineData(0, 10, null, 0.000000000000000000000, 0.27753279986288914571)]
    [InlineData(3, 10, null, 0.107791267406301016774, 0.60322185253885463041)]
    [InlineData(9, 10, null, 0.595849973204761629297, 0.98212378690492696531)]
    [InlineData(20, 20, null, 0.838874841947180760471, 1.00000000000000000000)]
    [InlineData(15, 30, null, 0.331541256405337714241, 0.66845874359466228576)]
    [InlineData(49, 50, null, 0.895045564103621904550, 0.99646074072835388868)]
    [InlineData(37, 100, null, 0.281823605343245298105, 0.46779470419057084252)]
    [InlineData(299, 300, null, 0.981363306305468752200, 0.99941134227814876212)]
    [InlineData(1, 1000, null, 0.000176546370626078086, 0.00564255859795793381)]
    [InlineData(123456, 250000, null, 0.491864295491444281083, 0.49578389430443658981)]
    [InlineData(8, 10, 1000000000L, 0.490162472914110, 0.943317848250902)]
    [InlineData(8, 10, 20L, 0.577923802797097, 0.921168662771333)]
    [InlineData(45, 50, 60L, 0.860458437913730, 0.929257958637529)]
    [InlineData(45, 50, 51L, 0.887619535952165, 0.911153083198409)]
    [InlineData(90, 100, 100L, 0.900000000000000, 0.900000000000000)]
    [InlineData(0, 10, 15L, 0.000000000000000, 0.120643304765846)]
    [InlineData(10, 10, 12L, 0.934715098882913, 1.000000000000000)]
    public void The_bounds_are_those_R_computes(long favorable, long n, long? population, double low, double high)
    {
        var interval = WilsonInterval.Of(favorable, n, population)!.Value;

        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    // Computed with R 4.2.2, as survey::svyciprop has a design effect.
    [Theory]
    [InlineData(0.00, 10.0000000000000, 0.00000000000000000, 0.2775327998628891)]
    [InlineData(0.30, 10.0000000000000, 0.10779126740630102, 0.6032218525388546)]
    [InlineData(0.97, 10.0000000000000, 0.68115849004848705, 0.9979606780803971)]
    [InlineData(0.00, 45.0000000000000, 0.00000000000000000, 0.0786515987328883)]
    [InlineData(0.30, 45.0000000000000, 0.18625337703770728, 0.4452072624554482)]
    [InlineData(0.97, 45.0000000000000, 0.87257495877946512, 0.9934925384116198)]
    [InlineData(0.00, 200.0000000000000, 0.00000000000000000, 0.0188453263772666)]
    [InlineData(0.30, 200.0000000000000, 0.24074744682371402, 0.3667906837271926)]
    [InlineData(0.97, 200.0000000000000, 0.93610570754548073, 0.9861796856598887)]
    [InlineData(0.00, 7.2992700729927, 0.00000000000000000, 0.3448121624134471)]
    [InlineData(0.30, 7.2992700729927, 0.09117407563389457, 0.6467507893314842)]
    [InlineData(0.97, 7.2992700729927, 0.61741785476773470, 0.9984587125636248)]
    [InlineData(0.00, 32.8467153284671, 0.00000000000000000, 0.1047056417982562)]
    [InlineData(0.30, 32.8467153284671, 0.17118560881326128, 0.4706966479060413)]
    [InlineData(0.97, 32.8467153284671, 0.84683754826465263, 0.9947391484449866)]
    [InlineData(0.00, 145.9854014598540, 0.00000000000000000, 0.0256393200358137)]
    [InlineData(0.30, 145.9854014598540, 0.23157140815999155, 0.3786843198543338)]
    [InlineData(0.97, 145.9854014598540, 0.92809456536584123, 0.9878044738004936)]
    [InlineData(0.00, 4.0000000000000, 0.00000000000000000, 0.4898908364545972)]
    [InlineData(0.30, 4.0000000000000, 0.06260256155735866, 0.7333537730244802)]
    [InlineData(0.97, 4.0000000000000, 0.48038615109057314, 0.9991164626421054)]
    [InlineData(0.00, 18.0000000000000, 0.00000000000000000, 0.1758792236466576)]
    [InlineData(0.30, 18.0000000000000, 0.13979934404867100, 0.5305523454099920)]
    [InlineData(0.97, 18.0000000000000, 0.77801478243231903, 0.9966587473398228)]
    [InlineData(0.00, 80.0000000000000, 0.00000000000000000, 0.0458181295355271)]
    [InlineData(0.30, 80.0000000000000, 0.21064571260081344, 0.4076815392133974)]
    [InlineData(0.97, 80.0000000000000, 0.90607393327378138, 0.9908570249628231)]
    public void At_an_effective_size_the_bounds_are_those_R_computes(double rate, double size, double low, double high)
    {
        var interval = WilsonInterval.Of(rate, size);

        Assert.Equal(low, interval.Low, 1e-9);
        Assert.Equal(high, interval.High, 1e-9);
    }

    [Fact]
    public void Nobody_has_no_interval() => Assert.Null(WilsonInterval.Of(0, 0, 100));

    [Fact]
    public void More_answers_than_the_population_is_said_to_have_correct_nothing() =>
        Assert.Equal(WilsonInterval.Of(10, 20, null), WilsonInterval.Of(10, 20, 15));

    [Fact]
    public void At_the_ends_the_bound_is_exact()
    {
        Assert.Equal(0, WilsonInterval.Of(0, 37, 50)!.Value.Low);
        Assert.Equal(1, WilsonInterval.Of(37, 37, null)!.Value.High);
    }

    [Fact]
    public void The_rate_is_within_its_interval_and_the_interval_within_0_and_1() =>
        Properties.Hold(
            from n in Gen.Choose(1, 5000)
            from favorable in Gen.Choose(0, n)
            from others in Gen.Choose(0, 5000)
            select (n, favorable, others),
            one =>
            {
                var p = (double)one.favorable / one.n;
                var endless = WilsonInterval.Of(one.favorable, one.n, null)!.Value;
                var finite = WilsonInterval.Of(one.favorable, one.n, one.n + one.others)!.Value;
                return 0 <= endless.Low && endless.Low <= finite.Low + 1e-12 && finite.Low <= p
                    && p <= finite.High && finite.High <= endless.High + 1e-12 && endless.High <= 1;
            },
            count: 1000);

    [Fact]
    public void More_answers_of_the_same_rate_never_widen_the_interval() =>
        Properties.Hold(
            from n in Gen.Choose(1, 2000)
            from favorable in Gen.Choose(0, n)
            from times in Gen.Choose(2, 9)
            from others in Gen.Choose(0, 2000)
            select (n, favorable, times, others),
            one => new[] { (long?)null, (one.n * one.times) + one.others }.All(population =>
            {
                var few = WilsonInterval.Of(one.favorable, one.n, population)!.Value;
                var many = WilsonInterval.Of(one.favorable * one.times, one.n * one.times, population)!.Value;
                return few.Low <= many.Low + 1e-12 && many.High <= few.High + 1e-12;
            }),
            count: 1000);

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    [InlineData(0, -1)]
    public void Counts_that_cannot_be_are_a_defect(long favorable, long n) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(favorable, n, null));
}

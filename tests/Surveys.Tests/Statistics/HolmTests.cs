using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

public class HolmTests
{
    // R adjusts the first to 3.9e-7, the fourth to 0.048270488209179382 and the two after it to 0.125822428501592726.
    [Fact]
    public void The_smallest_of_nine_is_held_against_a_ninth_of_5_percent_and_the_fourth_against_a_sixth() =>
        Assert.Equal(
            [true, true, true, true, false, false, false, false, false],
            Holm.Rejects([4.3204630578275e-8, 1e-6, 1e-4, 0.0080450813681965643, 0.0251644857003185, 0.030753561259274559, 0.2, 0.5, 1]));

    [Fact]
    public void After_one_that_holds_nothing_is_rejected() =>
        // 0.02 × 3 is over 5%, and 0.03 × 1 is not.
        Assert.Equal([true, false, false, false], Holm.Rejects([0.001, 0.02, 0.03, 0.02]));

    [Fact]
    public void Exactly_5_percent_is_rejected() => Assert.Equal([true, true], Holm.Rejects([0.05, 0.025]));

    [Fact]
    public void What_has_no_test_stands_aside() => Assert.Equal([false, true, false, true], Holm.Rejects([null, 0.025, null, 0.05]));

    [Fact]
    public void Nothing_rejects_nothing() => Assert.Empty(Holm.Rejects([]));

    [Fact]
    public void It_rejects_no_less_than_Bonferroni_and_no_more_than_single_tests_in_any_order() =>
        Properties.Hold(
            from values in Gen.Choose(1, 12).SelectMany(count => Gen.Choose(0, 80).Select(thousandths => (double?)thousandths / 1000).ArrayOf(count))
            from shuffled in Gen.Shuffle(values)
            select (values, shuffled),
            one =>
            {
                var rejected = one.values.Zip(Holm.Rejects(one.values)).Where(test => test.Second).Select(test => test.First).Order().ToList();
                return one.values.Where(p => p * one.values.Length <= 0.05).All(rejected.Contains)
                    && rejected.TrueForAll(p => p <= 0.05)
                    && rejected.SequenceEqual(one.shuffled.Zip(Holm.Rejects(one.shuffled)).Where(test => test.Second).Select(test => test.First).Order());
            });
}

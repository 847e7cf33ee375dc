using FsCheck;
using FsCheck.Fluent;

using Surveys.Statistics;

namespace Surveys.Tests.Statistics;

/// <summary>One respondent's favorable, unfavorable and valid answers to several items.</summary>
public readonly record struct RandomPerson(int F, int U, int V)
{
    public static Gen<RandomPerson> Any { get; } =
        from v in Gen.Choose(1, 5) from f in Gen.Choose(0, v) from u in Gen.Choose(0, v - f) select new RandomPerson(f, u, v);

    public static PooledSums SumsOf(IReadOnlyCollection<RandomPerson> people) => new(
        people.Count, people.Sum(one => one.F), people.Sum(one => one.U), people.Sum(one => one.V),
        people.Sum(one => one.F * one.F), people.Sum(one => one.F * one.V), people.Sum(one => one.U * one.U), people.Sum(one => one.U * one.V),
        people.Sum(one => one.V * one.V));
}

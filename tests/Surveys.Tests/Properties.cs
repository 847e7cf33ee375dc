using FsCheck;
using FsCheck.Fluent;

namespace Surveys.Tests;

/// <summary>Runs a property over random cases with a fixed seed, so that a failure comes back on the next run.</summary>
public static class Properties
{
    public static void Hold<T>(Gen<T> cases, Func<T, bool> property, int count = 200) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20_260_901UL, 4_711UL),
            Prop.ForAll(cases.ToArbitrary(), property));
}

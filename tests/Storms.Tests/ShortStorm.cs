namespace Storms.Tests;

/// <summary>A small storm with a fixed seed; the long form is <c>tests/Storms</c>, see docs/reliability.md.</summary>
public abstract class ShortStorm(ITestOutputHelper output)
{
    private protected async Task RunAsync(StoreKind store, int seed, int copies, bool isHosted = false)
    {
        var plan = StormPlan.Make(seed, store, copies, responses: 300, canFillDisk: false, isHosted);

        var result = await Storm.RunAsync(plan, keep: false);

        output.WriteLine(result.ToString());
        Assert.True(result.Violations.Count == 0, result.ToString());
        Assert.NotEmpty(result.Faults);
    }
}

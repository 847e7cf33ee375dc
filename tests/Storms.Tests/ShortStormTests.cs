namespace Storms.Tests;

/// <summary>A few small storms with fixed seeds; the long form is <c>tests/Storms</c>, see docs/reliability.md.</summary>
public sealed class ShortStormTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Embedded", 3, 2)]
    [InlineData("Azurite", 4, 2)]
    public async Task Whatever_fails_every_acknowledged_response_is_stored_and_counted_once(string store, int seed, int copies)
    {
        var plan = StormPlan.Make(seed, Enum.Parse<StoreKind>(store), copies, responses: 300, canFillDisk: false);

        var result = await Storm.RunAsync(plan, keep: false);

        output.WriteLine(result.ToString());
        Assert.True(result.Violations.Count == 0, result.ToString());
        Assert.NotEmpty(result.Faults);
    }
}

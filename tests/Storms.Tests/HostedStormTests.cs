namespace Storms.Tests;

/// <summary>The copies are workers of Functions hosts.</summary>
public sealed class HostedStormTests(ITestOutputHelper output) : ShortStorm(output)
{
    [Fact]
    public Task Whatever_fails_every_acknowledged_response_is_stored_and_counted_once() =>
        RunAsync(StoreKind.Azurite, seed: 5, copies: 2, isHosted: true);
}

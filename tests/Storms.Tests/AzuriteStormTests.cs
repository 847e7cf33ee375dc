namespace Storms.Tests;

/// <summary>In a class of its own: it runs beside the storm of the other store, as both wait most of the time.</summary>
public sealed class AzuriteStormTests(ITestOutputHelper output) : ShortStorm(output)
{
    [Fact]
    public Task Whatever_fails_every_acknowledged_response_is_stored_and_counted_once() => RunAsync(StoreKind.Azurite, seed: 4, copies: 2);
}

namespace Storms.Tests;

public sealed class EmbeddedStormTests(ITestOutputHelper output) : ShortStorm(output)
{
    [Fact]
    public Task Whatever_fails_every_acknowledged_response_is_stored_and_counted_once() => RunAsync(StoreKind.Embedded, seed: 3, copies: 2);
}

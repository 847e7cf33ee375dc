using TestSupport;

namespace Surveyctl.Tests;

/// <summary>An Azurite that no other test has: its queues and tables hold what these tests put there.</summary>
[CollectionDefinition(Name)]
public sealed class OwnAzurite : ICollectionFixture<OwnAzurite>, IAsyncLifetime
{
    public const string Name = "own Azurite";

    public AzuriteFixture Storage { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Storage.InitializeAsync();
        await Storage.SetUpAsync();
    }

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}

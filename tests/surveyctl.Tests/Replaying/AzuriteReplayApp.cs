using Surveyctl.Storage;

using TestSupport;

namespace Surveyctl.Tests.Replaying;

/// <summary>On the tests' Azurite.</summary>
public sealed class AzuriteReplayApp(AzuriteFixture azurite) : ReplayApp
{
    protected override IReadOnlyList<string> Storage => ["--connection", azurite.ConnectionString];

    private protected override async Task<StorageLocation> SetUpAsync(string folder)
    {
        await azurite.SetUpAsync();
        return new StorageLocation.Azure(azurite.ConnectionString);
    }
}

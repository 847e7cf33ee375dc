using TestSupport;

namespace Surveyctl.Tests.Replaying;

/// <summary>On the tests' Azurite.</summary>
public sealed class AzuriteReplayApp(AzuriteFixture azurite) : ReplayApp
{
    protected override IReadOnlyList<string> Storage => ["--connection", azurite.ConnectionString];

    protected override async Task<Dictionary<string, string>> SetUpAsync(string folder)
    {
        await azurite.SetUpAsync();
        return AppProcess.Standalone(azurite.ConnectionString, works: true);
    }
}

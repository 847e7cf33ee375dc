using TestSupport;

namespace Surveyctl.Tests;

internal static class Storages
{
    public static async Task SetUpAsync(this AzuriteFixture azurite) =>
        Assert.Equal(0, (await CommandRun.OfAsync("setup", "--connection", azurite.ConnectionString)).ExitCode);

    public static long Number(this CommandRun run, string property) => run.Json().GetProperty(property).GetInt64();
}

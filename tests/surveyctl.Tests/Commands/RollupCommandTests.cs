using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class RollupCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SmallSeeds _seeds = new();

    [Fact]
    public async Task A_wave_that_has_settled_gets_another_release_only_if_it_is_named()
    {
        _seeds.AddPastWave();
        await RunAsync("setup");
        await RunAsync("seed", _seeds.Root);
        var last = await ReleaseAsync();
        Assert.NotNull(last);

        Assert.Equal(3, (await RunAsync("rollup")).Json().GetProperty("releases").GetArrayLength());
        Assert.Equal(last, await ReleaseAsync());
        await RunAsync("rollup", _seeds.Past);
        Assert.NotEqual(last, await ReleaseAsync());
    }

    public void Dispose()
    {
        _seeds.Dispose();
        _folder.Dispose();
    }

    private async Task<string?> ReleaseAsync() => (await RunAsync("wave", "show", _seeds.Past)).Json().GetProperty("release").GetString();

    private async Task<CommandRun> RunAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync([.. args, "--file", _folder.File("surveys.db"), "--json"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run;
    }
}

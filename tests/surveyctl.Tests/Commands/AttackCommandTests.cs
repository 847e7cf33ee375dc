using TestSupport;

namespace Surveyctl.Tests.Commands;

public sealed class AttackCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SmallSeeds _seeds = new();

    [Fact]
    public async Task Waves_that_have_settled_are_attacked_and_others_named()
    {
        _seeds.AddPastWave();
        await RunAsync("setup", "--file", _folder.File("surveys.db"));
        await RunAsync("seed", _seeds.Root, "--file", _folder.File("surveys.db"));

        var attack = await RunAsync("attack", "--file", _folder.File("surveys.db"));

        Assert.Contains($"{_seeds.Families} has no release of when it had settled.", attack.Output);
        Assert.Contains($"{_seeds.Past}: ", attack.Output);
        Assert.Contains(" hidden figures, none follows.", attack.Output);
        var documents = (await RunAsync("attack", _seeds.Past, "--json", "--file", _folder.File("surveys.db"))).Json().GetProperty("attacks");
        Assert.True(documents[0].GetProperty("hidden").GetInt32() > 0);
        Assert.Equal(0, documents[0].GetProperty("follows").GetArrayLength());
    }

    public void Dispose()
    {
        _seeds.Dispose();
        _folder.Dispose();
    }

    private static async Task<CommandRun> RunAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run;
    }
}

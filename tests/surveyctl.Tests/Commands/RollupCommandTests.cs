using SurveyStorage.Sqlite;

using TestSupport;
using TestSupport.Waves;

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

    [Fact]
    public async Task A_wave_that_is_open_has_one_release_a_day_unless_its_answers_are_made_up()
    {
        await RunAsync("setup");
        await RunAsync("seed", _seeds.Root);
        var first = await RollUpAsync(_seeds.Families);
        Assert.NotEqual(first, await RollUpAsync(_seeds.Families));
        using (var store = SqliteStorage.Open(_folder.File("surveys.db"), TimeProvider.System))
        {
            using var engine = new Engine(store.Tables, store.Queues);
            var wave = await TestWave.OpenAsync(engine);
            var only = await RollUpAsync(wave.Id.Value);
            Assert.NotNull(only);

            var refused = (await RunAsync("rollup", wave.Id.Value)).Json().GetProperty("releases")[0];

            Assert.Null(refused.GetProperty("release").GetString());
            Assert.InRange(refused.GetProperty("notBefore").GetDateTimeOffset() - engine.Time.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
            Assert.Equal(only, await engine.Results.FindReleaseAsync(wave.Wave, CancellationToken.None));
            var told = await CommandRun.OfAsync("rollup", "--file", _folder.File("surveys.db"));
            Assert.Contains("once a day at most while it is open, by hand again from", told.Output, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _seeds.Dispose();
        _folder.Dispose();
    }

    private async Task<string?> RollUpAsync(string wave) => (await RunAsync("rollup", wave)).Json().GetProperty("releases")[0].GetProperty("release").GetString();

    private async Task<string?> ReleaseAsync() => (await RunAsync("wave", "show", _seeds.Past)).Json().GetProperty("release").GetString();

    private async Task<CommandRun> RunAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync([.. args, "--file", _folder.File("surveys.db"), "--json"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run;
    }
}

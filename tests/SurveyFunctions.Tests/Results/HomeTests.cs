using System.Text;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Results;

using SurveyStorage;
using SurveyStorage.Sqlite;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Results;

public sealed class HomeTests
{
    [Fact]
    public async Task Waves_that_have_closed_come_after_those_that_can_be_answered_and_have_results_alone()
    {
        using var folder = new TemporaryFolder();
        using var storage = SqliteStorage.Open(folder.File("surveys.db"), TimeProvider.System);
        using var engine = new Engine(storage.Tables, storage.Queues);
        await engine.SetUpAsync();
        TestWave[] waves = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        var byId = waves.OrderBy(wave => wave.Id.Value, StringComparer.Ordinal).ToList();
        await engine.States.CloseAsync(byId[0].Wave, CancellationToken.None);

        var page = await StartPageAsync(new Home(Find(storage.Tables)));

        Assert.Equal(
            [byId[1].Id.Value, byId[2].Id.Value, byId[0].Id.Value],
            byId.Select(wave => wave.Id.Value).OrderBy(id => page.IndexOf($"/dashboard/{id}/", StringComparison.Ordinal)));
        Assert.Equal(
            [false, true, true], byId.Select(wave => page.Contains($"/family/{wave.Id}/", StringComparison.Ordinal)));

        async Task<TestWave> OpenAsync()
        {
            var wave = await TestWave.OpenAsync(engine, settings: ""","demo":true""");
            await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            return wave;
        }
    }

    [Fact]
    public async Task What_is_set_up_after_the_app_has_read_ahead_is_on_its_start_page()
    {
        using var folder = new TemporaryFolder();
        using var storage = SqliteStorage.Open(folder.File("surveys.db"), TimeProvider.System);
        using var engine = new Engine(storage.Tables, storage.Queues);
        await engine.SetUpAsync();
        var find = Find(storage.Tables);

        await find.ReadAheadAsync(CancellationToken.None);
        await TestWave.OpenAsync(engine, settings: ""","demo":true""");

        Assert.Contains("Test wave", await StartPageAsync(new Home(find)), StringComparison.Ordinal);
    }

    private static FindDemos Find(ITableStore tables) => new(
        new WaveIndex(tables), new WaveCache(tables, TimeProvider.System), new ReadResults(tables), TimeProvider.System,
        NullLogger<FindDemos>.Instance);

    private static async Task<string> StartPageAsync(Home home)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        var page = await home.RunAsync(context.Request, CancellationToken.None);
        await page.ExecuteAsync(context);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}

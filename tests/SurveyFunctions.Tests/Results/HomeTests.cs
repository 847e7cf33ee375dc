using System.Text;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Results;

using SurveyStorage.Sqlite;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Results;

public sealed class HomeTests
{
    [Fact]
    public async Task What_is_set_up_after_the_app_has_read_ahead_is_on_its_start_page()
    {
        using var folder = new TemporaryFolder();
        using var storage = SqliteStorage.Open(folder.File("surveys.db"), TimeProvider.System);
        using var engine = new Engine(storage.Tables, storage.Queues);
        await engine.SetUpAsync();
        var tables = storage.Tables;
        var find = new FindDemos(
            new WaveIndex(tables), new WaveCache(tables, TimeProvider.System), new ReadResults(tables), TimeProvider.System,
            NullLogger<FindDemos>.Instance);

        await find.ReadAheadAsync(CancellationToken.None);
        await TestWave.OpenAsync(engine, settings: ""","demo":true""");

        Assert.Contains("Test wave", await StartPageAsync(new Home(find)), StringComparison.Ordinal);
    }

    private static async Task<string> StartPageAsync(Home home)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        var page = await home.RunAsync(context.Request, CancellationToken.None);
        await page.ExecuteAsync(context);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}

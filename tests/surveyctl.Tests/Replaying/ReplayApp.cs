using Surveyctl.Answering;
using Surveyctl.Tests.Backups;

using SurveyEngine.Waves;

using Surveys.Ids;

using TestSupport;

namespace Surveyctl.Tests.Replaying;

/// <summary>The app on one storage, started for the first that needs it; it works the queue, so that what is sent to it is folded.</summary>
public abstract class ReplayApp : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("surveyctl-replay-app-");
    private AppProcess? _app;

    /// <summary>Of the command, with the JSON it tells.</summary>
    internal Task<CommandRun> ReplayAsync(SmallFiles files, params string[] more) =>
        ReplayAsync(files.Answers, files.Schools, more);

    internal async Task<CommandRun> ReplayAsync(string answers, string schools, params string[] more)
    {
        var url = await UrlAsync();
        return await CommandRun.OfAsync(["replay", answers, "--schools", schools, "--url", url, "--json", .. Storage, .. more]);
    }

    /// <summary>One response more, for this school.</summary>
    internal async Task AnswerAsync(Wave wave, string school)
    {
        using var client = new HttpClient();
        var sent = await new SendResponses(clients: 1, TimeProvider.System).SendEachAsync(
            client,
            new Uri(await UrlAsync()),
            wave,
            SpreadOverSchools.Make(wave.Survey, [new SchoolId(school)], count: 1, seed: 1),
            BackupFixture.NoSteps.Begin("Sending", 1),
            CancellationToken.None);
        Assert.Equal(1, sent.Accepted);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The options that name the storage.</summary>
    protected abstract IReadOnlyList<string> Storage { get; }

    /// <summary>Makes the tables and queues; the settings of an app that works on them.</summary>
    /// <param name="folder">Of this app alone.</param>
    protected abstract Task<Dictionary<string, string>> SetUpAsync(string folder);

    private async Task<string> UrlAsync()
    {
        _app ??= await AppProcess.StartAsync(await SetUpAsync(_folder.FullName));
        return _app.Address.OriginalString;
    }
}

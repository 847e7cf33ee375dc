using Surveyctl.Local;
using Surveyctl.Output;

using SurveyStorage;

using TestSupport;

namespace Journeys.App;

/// <summary>What <c>surveyctl up</c> runs: the app on the embedded store, the seeds with their demo answers released.</summary>
public sealed class SurveyApp : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("surveyfunctions-journeys-");
    private LocalRun? _run;
    private IStorage? _storage;
    private Engine? _engine;

    public Uri Url => _run!.Url;

    internal Engine Engine => _engine!;

    public async ValueTask InitializeAsync()
    {
        var options = new UpOptions { Data = _data.FullName, IsFresh = true, Port = 0, Seeds = Repository.Path("seeds") };
        _run = await LocalRun.StartAsync(options, new Steps(_ => { }), CancellationToken.None);
        _storage = RunningApp.Find(_data.FullName)!.Storage.Open(Surveyctl.Storage.StorageUse.Change);
        _engine = new Engine(_storage.Tables, _storage.Queues);
    }

    public async ValueTask DisposeAsync()
    {
        _engine?.Dispose();
        _storage?.Dispose();
        if (_run is not null)
            await _run.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>An open wave that no other journey answers, with the organisations and the survey of a seeded one.</summary>
    internal async Task<JourneyWave> OpenWaveLikeAsync(string seeded)
    {
        var id = await Seeds.OpenAnotherAsync(Engine, seeded);
        return new JourneyWave(this, (await Engine.Waves.FindAsync(id, CancellationToken.None))!);
    }
}

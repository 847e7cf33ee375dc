using System.IO.Compression;
using System.Net;

using Surveyctl.Local;

using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;
using SurveyStorage.Azure;
using SurveyStorage.Sqlite;

using TestSupport;

namespace SurveyFunctions.Tests.KeptStores;

/// <summary>
/// A store as an earlier version left it: one tenant with a wave that is settled, one that is open and one that closes, each of three schools;
/// the latter two with batches that are pending, a withdrawal among them.
/// </summary>
public abstract class KeptStoreTests : IAsyncLifetime
{
    private static readonly TenantId Tenant = new("kept");
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private IStorage? _storage;
    private Engine? _engine;
    private AppProcess? _app;

    /// <summary>The kept file, unpacked, is in the folder under <see cref="Unpacked"/>.</summary>
    protected abstract Task<IStorage> OpenAsync();

    /// <summary>Ends what it began, after all else.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    /// <summary>By which the app finds the store.</summary>
    protected abstract Dictionary<string, string> Settings { get; }

    protected abstract string Kept { get; }

    protected abstract string Unpacked { get; }

    protected string PathOf(string name) => _folder.File(name);

    [Fact]
    public async Task It_takes_answers_folds_verifies_settles_and_releases()
    {
        Assert.Equal([(17, 7), (10, 10), (12, 0)], await StoredAndPendingAsync());
        _app = await AppProcess.StartAsync(Settings);

        // The fourteenth of its responses once more, one more, and one too late.
        var replayed = await SubmitAsync("kept-open", 0, new Guid("00000000-0000-4000-8000-000000000014"));
        var another = await SubmitAsync("kept-open", 2, Guid.NewGuid());
        var late = await SubmitAsync("kept-closing", 0, Guid.NewGuid());
        var settled = await SubmitAsync("kept-settled", 0, Guid.NewGuid());

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict),
            (replayed.Status, another.Status, late.Status, settled.Status));
        await UntilFoldedAsync("kept-open");

        Assert.Single((await _engine!.FoldAll.FoldAsync(CancellationToken.None)).Settled);
        Assert.Equal([(18, 0), (10, 0), (12, 0)], await StoredAndPendingAsync());
        // Nobody could say of them who may read their results.
        foreach (var wave in new[] { "kept-open", "kept-closing", "kept-settled" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(_app.Client, $"/api/waves/{wave}/results/network")).Status);
            Assert.True(await _engine.States.PublishAsync(await FindAsync(wave), CancellationToken.None));
        }
        await _app.DisposeAsync();
        _app = await AppProcess.StartAsync(Settings);
        // Of eighteen by steps.
        await AssertReleasesAsync("kept-open", responses: 15);
        await AssertReleasesAsync("kept-closing", responses: 10);
        Assert.Equal(12, await ResponsesShownAsync("kept-settled"));
    }

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Unpacked))!);
        await using (var kept = typeof(KeptStoreTests).Assembly.GetManifestResourceStream(Kept)!)
        await using (var unpacked = new GZipStream(kept, CompressionMode.Decompress))
        await using (var file = File.Create(PathOf(Unpacked)))
            await unpacked.CopyToAsync(file);
        _storage = await OpenAsync();
        _engine = new Engine(_storage.Tables, _storage.Queues);
        await _engine.SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_app is not null)
            await _app.DisposeAsync();
        _engine?.Dispose();
        _storage?.Dispose();
        await CloseAsync();
        _folder.Dispose();
    }

    private Task<Answered> SubmitAsync(string wave, int school, Guid id) => Answered.ToPostAsync(
        _app!.Client,
        $"/api/waves/{wave}/responses",
        $$$"""{"id":"{{{id}}}","school":"school-{{{school:D3}}}","language":"en","answers":{"overall":"favorable"}}""");

    private async Task<Wave> FindAsync(string wave) => await _engine!.Waves.RequireAsync(Tenant, new WaveId(wave), CancellationToken.None);

    private async Task<(int Stored, int Pending)[]> StoredAndPendingAsync() =>
        await Task.WhenAll(new[] { "kept-open", "kept-closing", "kept-settled" }.Select(VerifyAsync));

    private async Task<(int Stored, int Pending)> VerifyAsync(string id)
    {
        var wave = await FindAsync(id);
        var verified = await Task.WhenAll(wave.Partitions.Select(partition => _engine!.Verify.VerifyAsync(wave, partition, CancellationToken.None)));
        Assert.All(verified, partition => Assert.Empty(partition.Discrepancies));
        return (verified.Sum(partition => partition.Responses), verified.Sum(partition => partition.Pending));
    }

    /// <summary>By the message of the new response.</summary>
    private async Task UntilFoldedAsync(string wave)
    {
        using var patience = new CancellationTokenSource(LongEnough);
        while ((await VerifyAsync(wave)).Pending > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }

    private async Task AssertReleasesAsync(string wave, int responses)
    {
        Assert.NotNull(await _engine!.Release.RunAsync(await FindAsync(wave), CancellationToken.None));
        Assert.Equal(responses, await ResponsesShownAsync(wave));
    }

    private async Task<int> ResponsesShownAsync(string wave)
    {
        var answered = await Answered.ToGetAsync(_app!.Client, $"/api/waves/{wave}/results/network");
        Assert.True(answered.Status is HttpStatusCode.OK, answered.Body);
        return answered.Json.GetProperty("participation").GetProperty("responses").GetInt32();
    }

    /// <summary>A file of the earlier format, which is brought to the present one.</summary>
    public sealed class OnTheEmbeddedStore : KeptStoreTests
    {
        protected override string Kept => "custom-handler.db.gz";

        protected override string Unpacked => SqliteStorage.FileName;

        protected override Dictionary<string, string> Settings => AppProcess.Embedded(PathOf(Unpacked), works: true);

        protected override Task<IStorage> OpenAsync() => Task.FromResult<IStorage>(SqliteStorage.Open(PathOf(Unpacked), TimeProvider.System));
    }

    /// <summary>The same rows, as another client wrote them into an Azurite.</summary>
    public sealed class OnAzurite : KeptStoreTests
    {
        private AzuriteProcess? _azurite;

        protected override string Kept => "azurite-tables.json.gz";

        protected override string Unpacked => "azurite/__azurite_db_table__.json";

        protected override Dictionary<string, string> Settings => AppProcess.Standalone(_azurite!.ConnectionString, works: true);

        protected override ValueTask CloseAsync() => _azurite?.DisposeAsync() ?? ValueTask.CompletedTask;

        protected override async Task<IStorage> OpenAsync()
        {
            _azurite = await AzuriteProcess.StartAsync(
                new AzuriteOptions { ToolsFolder = Repository.Path("tools", "azurite"), DataFolder = PathOf("azurite") }, CancellationToken.None);
            return AzureStorage.Connect(new AzureStorageOptions { ConnectionString = _azurite.ConnectionString });
        }
    }
}

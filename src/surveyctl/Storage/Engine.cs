
using SurveyEngine.Folding;
using SurveyEngine.Intake;
using SurveyEngine.Releases;
using SurveyEngine.Verification;

namespace Surveyctl.Storage;

/// <summary>The same classes that the app is made of, over one storage.</summary>
internal sealed class Engine : IDisposable
{
    private readonly IStorage _storage;
    private readonly AnnouncePending _announce;

    public Engine(IStorage storage, TimeProvider time)
    {
        _storage = storage;
        Tables = storage.Tables;
        Queues = storage.Queues;
        Definitions = new DefinitionStore(Tables);
        Index = new WaveIndex(Tables);
        Waves = new WaveCache(Tables, time);
        Open = new OpenWave(Tables, Definitions, Index, time);
        Fold = new FoldBatches(Tables, Waves);
        States = new ChangeWaveState(Tables, Fold, Waves, time);
        Tallies = new ReadTallies(Tables, Fold);
        Release = new ReleaseWave(Tables, Tallies, time);
        Results = new ReadResults(Tables);
        Progress = new ReadProgress(Tables);
        Verify = new VerifyWave(Tables);
        _announce = new AnnouncePending(Queues, time);
        Accept = new AcceptResponses(Tables, _announce, time);
    }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public DefinitionStore Definitions { get; }

    public WaveIndex Index { get; }

    public WaveCache Waves { get; }

    public OpenWave Open { get; }

    public ChangeWaveState States { get; }

    public AcceptResponses Accept { get; }

    public FoldBatches Fold { get; }

    public ReadTallies Tallies { get; }

    public ReleaseWave Release { get; }

    public ReadResults Results { get; }

    public ReadProgress Progress { get; }

    public VerifyWave Verify { get; }

    /// <summary>Tables and queues; those that are there stay as they are.</summary>
    public async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
        [
            .. StoreNames.Tables.Select(table => Tables.CreateTableAsync(table, cancellationToken)),
            .. StoreNames.Queues.Select(queue => Queues.CreateQueueAsync(queue, cancellationToken)),
        ]);
    }

    /// <summary>The wave of this id, or all waves in the order of their ids if it is null.</summary>
    /// <exception cref="CommandFailedException">There is no such wave, or it never opened.</exception>
    public async Task<IReadOnlyList<Wave>> FindWavesAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is not null)
            return [await FindWaveAsync(id, cancellationToken)];
        var waves = new List<Wave>();
        foreach (var (wave, _) in await Index.ListAsync(cancellationToken))
        {
            if (await Waves.FindAsync(wave, cancellationToken) is { } opened)
                waves.Add(opened);
        }
        return waves;
    }

    /// <exception cref="CommandFailedException">There is no such wave, or it never opened.</exception>
    public async Task<Wave> FindWaveAsync(string id, CancellationToken cancellationToken) =>
        WaveId.TryParse(id, out var wave) && await Waves.FindAsync(wave, cancellationToken) is { } found
            ? found
            : throw new CommandFailedException($"There is no wave '{id}' that has opened; 'surveyctl wave list' shows those there are.");

    /// <summary>Messages about what was accepted are under way in the background: they go out before the process ends.</summary>
    public Task DrainAsync() => _announce.DrainAsync();

    /// <summary>And the storage with it.</summary>
    public void Dispose()
    {
        Accept.Dispose();
        _storage.Dispose();
    }
}

using SurveyEngine.Folding;
using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Releases;
using SurveyEngine.Verification;
using SurveyEngine.Waves;

using SurveyStorage;

namespace TestSupport;

/// <summary>One copy of the engine as the app composes it. Several over the same stores are several processes.</summary>
public sealed class Engine : IDisposable
{
    public Engine(ITableStore tables, IQueueStore queues, TimeProvider? time = null, Action<LaneStrain>? onStrain = null)
    {
        Time = time ?? TimeProvider.System;
        Tables = tables;
        Queues = queues;
        Definitions = new DefinitionStore(tables);
        Index = new WaveIndex(tables);
        Waves = new WaveCache(tables, Time);
        Open = new OpenWave(tables, Definitions, Index, Time);
        Announce = new AnnouncePending(queues, Time);
        Accept = new AcceptResponses(tables, Announce, Time, onStrain);
        Fold = new FoldBatches(tables, Waves);
        Tallies = new ReadTallies(tables, Fold);
        States = new ChangeWaveState(tables, Fold, Waves, Time);
        FoldAll = new FoldUnsettledWaves(Index, Waves, Fold, States);
        Release = new ReleaseWave(tables, Tallies, Time);
        Results = new ReadResults(tables);
        Verify = new VerifyWave(tables);
    }

    public TimeProvider Time { get; }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public DefinitionStore Definitions { get; }

    public WaveIndex Index { get; }

    public WaveCache Waves { get; }

    public OpenWave Open { get; }

    public AnnouncePending Announce { get; }

    public AcceptResponses Accept { get; }

    public FoldBatches Fold { get; }

    public ReadTallies Tallies { get; }

    public ChangeWaveState States { get; }

    public FoldUnsettledWaves FoldAll { get; }

    public ReleaseWave Release { get; }

    public ReadResults Results { get; }

    public VerifyWave Verify { get; }

    public static async Task CreateTablesAndQueuesAsync(ITableStore tables, IQueueStore queues)
    {
        foreach (var table in StoreNames.Tables)
            await tables.CreateTableAsync(table, CancellationToken.None);
        foreach (var queue in StoreNames.Queues)
            await queues.CreateQueueAsync(queue, CancellationToken.None);
    }

    public void Dispose() => Accept.Dispose();
}

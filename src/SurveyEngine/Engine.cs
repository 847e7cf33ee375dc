using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using SurveyEngine.Auditing;
using SurveyEngine.Folding;
using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.People;
using SurveyEngine.Releases;
using SurveyEngine.Verification;
using SurveyEngine.Waves;

using SurveyStorage;

namespace SurveyEngine;

/// <summary>
/// One copy of the engine, in the order of the data's way. Several over the same stores, in one process or in several, are as good as one.
/// </summary>
public sealed partial class Engine : IDisposable
{
    private IStorage? _storage;

    /// <param name="time">Null: the system's.</param>
    /// <param name="loggers">Where an operator is told of what does not keep up; null: nowhere.</param>
    public Engine(ITableStore tables, IQueueStore queues, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        Time = time ?? TimeProvider.System;
        Tables = tables;
        Queues = queues;
        var intake = (loggers ?? NullLoggerFactory.Instance).CreateLogger("SurveyEngine.Intake");
        var folding = (loggers ?? NullLoggerFactory.Instance).CreateLogger("SurveyEngine.Folding");

        Audit = new AuditLog(tables, Time);
        Definitions = new DefinitionStore(tables);
        Index = new WaveIndex(tables);
        Waves = new WaveCache(tables, Time);
        var plan = new PlanWave(Definitions);
        Schools = new ReadWaveSchools(tables, plan);
        Pinned = new PinnedDefinitions(tables);
        Previews = new PreviewTokens(tables);
        Open = new OpenWave(tables, plan, Pinned, Index, Time);
        States = new ChangeWaveState(tables, Waves, Time);
        Mend = new MendWave(tables, Definitions, Waves);
        Paper = new PaperImports(tables, Waves, Time);
        Messages = new SendPendingMessages(queues, Time, failure => Log.NotAnnounced(intake, failure.Message));
        Accept = new AcceptResponses(
            tables,
            Messages,
            Time,
            strain => Log.Strained(intake, strain.Partition.Key, strain.Commit.TotalSeconds, strain.Waiting, strain.TurnedAway));
        Fold = new FoldBatches(
            tables,
            Waves,
            new FoldLag(Time, late => Log.Late(folding, late.Partition.Key, late.Batches, late.Age.TotalSeconds)));
        FoldAll = new FoldUnsettledWaves(Index, Waves, Fold, States, Audit, Time);
        Progress = new ReadProgress(tables);
        Release = new ReleaseWave(tables, Fold, Time);
        Attack = new AttackWave(tables, Fold, Time);
        Flags = new ReviewFlags(tables, Time);
        Superseded = new RemoveSuperseded(tables, Time);
        Results = new ReadResults(tables);
        Known = new KnownReleases(Results, Time);
        InResults = new FindInResults(tables, Accept);
        Verify = new VerifyWave(tables);
        People = new ManagePeople(tables, Audit, Time);
    }

    public TimeProvider Time { get; }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public AuditLog Audit { get; }

    public DefinitionStore Definitions { get; }

    public WaveIndex Index { get; }

    public WaveCache Waves { get; }

    public ReadWaveSchools Schools { get; }

    public PinnedDefinitions Pinned { get; }

    public PreviewTokens Previews { get; }

    public OpenWave Open { get; }

    public ChangeWaveState States { get; }

    public MendWave Mend { get; }

    public PaperImports Paper { get; }

    public SendPendingMessages Messages { get; }

    public AcceptResponses Accept { get; }

    public FoldBatches Fold { get; }

    public FoldUnsettledWaves FoldAll { get; }

    public ReadProgress Progress { get; }

    public ReleaseWave Release { get; }

    public AttackWave Attack { get; }

    public ReviewFlags Flags { get; }

    public RemoveSuperseded Superseded { get; }

    public ReadResults Results { get; }

    public KnownReleases Known { get; }

    public FindInResults InResults { get; }

    public VerifyWave Verify { get; }

    public ManagePeople People { get; }

    /// <summary>Over a storage that is closed with it.</summary>
    public static Engine Over(IStorage storage, TimeProvider? time = null) => new(storage.Tables, storage.Queues, time) { _storage = storage };

    /// <summary>Makes the tables and queues; those that are there stay as they are.</summary>
    public Task SetUpAsync(CancellationToken cancellationToken = default) => Task.WhenAll(
    [
        .. StoreNames.Tables.Select(table => Tables.CreateTableAsync(table, cancellationToken)),
        .. StoreNames.Queues.Select(queue => Queues.CreateQueueAsync(queue, cancellationToken)),
    ]);

    /// <summary>Messages about what was accepted are under way in the background: they go out before a process ends.</summary>
    public Task DrainAsync() => Accept.DrainAsync();

    public void Dispose()
    {
        Accept.Dispose();
        _storage?.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The queue took no message about pending responses; they are folded within five minutes. {Reason}")]
        public static partial void NotAnnounced(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning,
            "The storage does not keep up with partition {Partition}: a commit takes {Seconds:0.0} s, {Waiting} changes wait, "
            + "{TurnedAway} were told to come back since the last of these lines.")]
        public static partial void Strained(ILogger logger, string partition, double seconds, int waiting, int turnedAway);

        [LoggerMessage(3, LogLevel.Warning,
            "Partition {Partition} had {Batches} batches pending, the oldest for {Seconds:0} s: the queue does not keep up, or a message was lost. "
            + "'surveyctl queue show' and 'surveyctl wave load' tell more.")]
        public static partial void Late(ILogger logger, string partition, int batches, double seconds);
    }
}

public static class EngineRegistration
{
    /// <summary>The engine and its parts. The container must have an <see cref="IStorage"/>, a clock and logging; what the storage is, is its.</summary>
    public static IServiceCollection AddSurveyEngine(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IStorage>().Tables)
        .AddSingleton(provider => provider.GetRequiredService<IStorage>().Queues)
        .AddSingleton(provider => new Engine(
            provider.GetRequiredService<ITableStore>(),
            provider.GetRequiredService<IQueueStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()))
        .AddPart(engine => engine.Audit)
        .AddPart(engine => engine.Definitions)
        .AddPart(engine => engine.Index)
        .AddPart(engine => engine.Waves)
        .AddPart(engine => engine.Schools)
        .AddPart(engine => engine.Previews)
        .AddPart(engine => engine.Accept)
        .AddPart(engine => engine.Fold)
        .AddPart(engine => engine.FoldAll)
        .AddPart(engine => engine.Release)
        .AddPart(engine => engine.Superseded)
        .AddPart(engine => engine.Results)
        .AddPart(engine => engine.Known)
        .AddPart(engine => engine.InResults)
        .AddPart(engine => engine.People)
        .AddSingleton<PeopleCache>()
        .AddSingleton<FindReadableScopes>();

    private static IServiceCollection AddPart<T>(this IServiceCollection services, Func<Engine, T> part)
        where T : class =>
        services.AddSingleton(provider => part(provider.GetRequiredService<Engine>()));
}

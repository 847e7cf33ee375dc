using Storms.Checks;
using Storms.Copies;
using Storms.Faults;
using Storms.Phones;
using Storms.Stores;

using TestSupport.Waves;

namespace Storms;

/// <summary>One storm: a fresh store, real processes, many clients, everything failing by a schedule, and then the reckoning.</summary>
internal sealed class Storm : IAsyncDisposable
{
    private const int PhonesAtOnce = 24;

    /// <summary>A storm that takes longer hangs: some client never got an answer.</summary>
    private static readonly TimeSpan LongestStorm = TimeSpan.FromMinutes(10);

    private readonly StormPlan _plan;
    private readonly FaultLog _log;
    private readonly IStormStore _store;
    private readonly Engine _engine;
    private TestWave _wave;
    private readonly AppCopies _copies;
    private readonly HttpClient _http;
    private readonly string _folder;
    private readonly List<string> _violations = [];

    private Storm(StormPlan plan, FaultLog log, IStormStore store, Engine engine, TestWave wave, AppCopies copies, string folder)
    {
        _plan = plan;
        _log = log;
        _store = store;
        _engine = engine;
        _wave = wave;
        _copies = copies;
        _folder = folder;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    }

    /// <summary>Never throws for what the product did: that is a violation of the result.</summary>
    /// <param name="keep">Keep data and logs in any case.</param>
    public static async Task<StormResult> RunAsync(StormPlan plan, bool keep)
    {
        var start = TimeProvider.System.GetTimestamp();
        var log = new FaultLog(TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory($"storm-{plan.Seed}-").FullName;
        await using var storm = await BeginAsync(plan, folder, log);
        using var limit = new CancellationTokenSource(LongestStorm);
        StormResult result;
        try
        {
            result = await storm.RunAsync(limit.Token);
        }
#pragma warning disable CA1031 // Whatever kept this storm from its end is what it found out; the next storm goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.Note(failure.ToString());
            storm._violations.Add($"the storm did not come to its end: {failure.Message}");
            result = new StormResult { Plan = plan, Faults = log.Counts, Took = TimeSpan.Zero, Violations = storm._violations };
        }
        result = result with { Took = TimeProvider.System.GetElapsedTime(start) };
        return keep || result.Violations.Count > 0 ? result with { Kept = await storm.KeepAsync(result) } : result;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _copies.DisposeAsync();
        _engine.Dispose();
        await _store.DisposeAsync();
        if (Directory.Exists(_store.Folder))
            Directory.Delete(_store.Folder, recursive: true);
        if (Directory.Exists(_folder) && !File.Exists(Path.Combine(_folder, LogFile)))
            Directory.Delete(_folder, recursive: true);
    }

    private const string LogFile = "storm.log";

    private static async Task<Storm> BeginAsync(StormPlan plan, string folder, FaultLog log)
    {
        var data = plan.HasOwnDisk ? Path.Combine(OwnDisk.Folder!, $"storm-{plan.Seed}") : Path.Combine(folder, "data");
        IStormStore store = plan.Store == StoreKind.Azurite
            ? await AzuriteStormStore.CreateAsync(data, plan, log)
            : EmbeddedStormStore.Create(data, plan.HasOwnDisk, log);
        var engine = new Engine(store.Storage.Tables, store.Storage.Queues);
        await engine.SetUpAsync();
        var wave = await LateSchools.OpenAsync(engine);
        var copies = await AppCopies.StartAsync(store.AppSettings, plan.Copies, plan.IsHosted, log);
        return new Storm(plan, log, store, engine, wave, copies, folder);
    }

    private async Task<StormResult> RunAsync(CancellationToken cancellationToken)
    {
        var planned = PlannedResponse.Plan(_wave, _plan.Responses, _plan.Random(stream: 1));
        var crowd = new Crowd(planned, _plan.Schedule.Count, PhonesAtOnce);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var phone = new Phone(_http, _copies, _wave.Id.Value, ended.Token);

        _store.BeginFaults();
        var sending = crowd.RunAsync(phone, ended.Token);
        var events = new FaultEvents(_plan, _log, _store, _copies, _engine, _wave, phone, _violations);
        for (var i = 0; i < _plan.Schedule.Count; i++)
        {
            await crowd.ReachedAsync(i).WaitAsync(cancellationToken);
            crowd.Begun(i);
            await events.RunAsync(i, cancellationToken);
        }
        await sending;
        await _store.EndFaultsAsync();
        _wave = events.Wave;
        _log.Note("quiet phase");

        var quiet = new QuietPhase(_plan, _log, _store, _copies, _wave, phone, events.ClosedAt, _violations);
        var (tail, timeToTally) = await quiet.RunAsync(cancellationToken);
        var all = planned.Concat(events.Sent).Concat(tail).ToList();

        // What is in flight is finished; then nothing changes any more but by the harness.
        await _copies.DisposeAsync();
        await ReckonAsync(all, cancellationToken);
        all = [.. all.SelectMany(one => one.WithReplacements)];
        return new StormResult
        {
            Plan = _plan,
            Acknowledged = all.Count(one => one.Outcome.IsAccepted || one.Outcome.IsOtherAccepted),
            Withdrawn = all.Count(one => one.Outcome.IsWithdrawn),
            Replacing = all.Count(one => one.Answers.Replaces is not null && one.Outcome.IsAccepted),
            Conflicting = all.Count(one => one.Outcome.IsRefusedForOther || one.Outcome.IsOtherRefused),
            TooLate = all.Count(one => one.Outcome.IsTooLate),
            Faults = _log.Counts,
            Took = TimeSpan.Zero,
            TimeToTally = timeToTally,
            Violations = _violations,
        };
    }

    private async Task ReckonAsync(IReadOnlyList<PlannedResponse> planned, CancellationToken cancellationToken)
    {
        _violations.AddRange(await Tallies.ViolationsAsync(_engine, _wave.Wave, cancellationToken));
        await _engine.FoldAll.FoldAsync(cancellationToken);
        if (await Tallies.PendingAsync(_engine.Tables, _wave.Wave, cancellationToken) is > 0 and var pending)
            _violations.Add($"{pending} batches are pending after all was folded");
        if (!_plan.Closes)
            await _engine.States.CloseAsync(_wave.Wave, cancellationToken);
        await SettleAsync(cancellationToken);
        _violations.AddRange(await Tallies.ViolationsAsync(_engine, _wave.Wave, cancellationToken));
        var stored = await StoredResponses.ReadAsync(_engine.Tables, _wave.Wave);
        _violations.AddRange(stored.Violations(planned));
        _violations.AddRange(await Release.ViolationsAsync(
            _engine, _wave, stored.Rows, Path.Combine(_folder, "recount"), cancellationToken));
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (await Release.SettleAsync(_engine, cancellationToken) is not { Settled.Count: 1, Folded: 0 })
            _violations.Add("the closed wave did not settle with nothing left to fold");
        else if (_plan.Closes)
            _log.Happened("wave-settled", 1);
    }

    /// <summary>Everything somebody needs who looks into it: violations, the course of the storm, what each copy wrote, the data.</summary>
    private async Task<string> KeepAsync(StormResult result)
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, LogFile), [result.ToString(), .. result.Violations, "", .. _log.Lines]);
        foreach (var (copy, output) in _copies.Outputs.Select((one, i) => ($"{one.Copy}-{i}", one.Output)))
            await File.WriteAllTextAsync(Path.Combine(_folder, $"copy-{copy}.log"), output);
        var data = Directory.CreateDirectory(Path.Combine(_folder, "stored"));
        foreach (var file in Directory.EnumerateFiles(_store.Folder))
            File.Copy(file, Path.Combine(data.FullName, Path.GetFileName(file)));
        return _folder;
    }
}

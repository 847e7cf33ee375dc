using System.Diagnostics;

using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Running;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Ids;

using SurveyStorage;

namespace Benchmarks;

/// <summary>
/// From the acknowledgement to the tally: until a look that began after the acknowledgement finds the response's pending batch
/// gone. A look every 50 ms, so the figures are that much too high at most.
/// </summary>
internal sealed class TallyBench(Choice choice)
{
    private const int Schools = 60;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private sealed record Look(long Began, long Ended, HashSet<string> Pending);

    public async Task RunAsync()
    {
        using var app = await PublishedApp.MakeAsync(choice.IsQuick);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var kind in choice.Stores)
        {
            foreach (var perSecond in kind == StoreKind.Embedded ? new[] { 1, 50, 500 } : [1, 50])
            {
                var times = await MeasureAsync(app, kind, perSecond);
                Report.Line(
                    "tally", ("store", kind), ("perSecond", perSecond), ("responses", times.Count), ("p50Ms", times.At(0.5)),
                    ("p95Ms", times.At(0.95)), ("p99Ms", times.At(0.99)), ("ratio", times.At(0.99) / 3000));
                rows.Add(
                    [$"{kind}", $"{perSecond}", $"{times.At(0.99) / 3000:F2}", $"{times.At(0.5):F0}", $"{times.At(0.95):F0}", $"{times.At(0.99):F0}", $"{times.Count}"]);
            }
        }
        Report.Table(
            "time to tally: p99 against the three seconds it may take",
            ["store", "responses/s", "ratio", "p50 ms", "p95 ms", "p99 ms", "responses"],
            rows);
    }

    private async Task<Latencies> MeasureAsync(PublishedApp app, StoreKind kind, int perSecond)
    {
        var seconds = choice.IsQuick ? 5 : perSecond == 1 ? 60 : 30;
        await using var store = await FreshStore.StartAsync(kind);
        var wave = await FamilyWave.OpenAsync(store.Engine, Schools);
        var answers = new FullAnswers(wave, seed: 1);
        await using var running = await MeasuredApp.StartAsync(app, store.AppSettings());
        await ClosedLoad.RunAsync([running.Port], 8, Requests(200));

        using var stop = new CancellationTokenSource();
        var looking = LookAsync(store.Engine.Tables, wave.Wave, stop.Token);
        var acknowledged = await PacedLoad.RunAsync(running.Port, perSecond, Requests(perSecond * seconds));
        await stop.CancelAsync();
        var looks = await looking;
        var batches = await BatchesAsync(store.Engine.Tables, wave.Wave);
        return new Latencies(acknowledged.Select(
            response => Stopwatch.GetElapsedTime(response.AcknowledgedAt, TalliedAt(looks, response.AcknowledgedAt, batches[response.Id])).TotalMilliseconds));

        List<Request> Requests(int count) => [.. Enumerable.Range(0, count).Select(_ => answers.NextRequest())];
    }

    /// <summary>Goes on until nothing is pending in a look that began after it was told to stop.</summary>
    private static async Task<List<Look>> LookAsync(ITableStore tables, Wave wave, CancellationToken stop)
    {
        var looks = new List<Look>();
        while (true)
        {
            var isLast = stop.IsCancellationRequested;
            var began = Stopwatch.GetTimestamp();
            var pending = new HashSet<string>();
            foreach (var partition in wave.Partitions)
            {
                var range = ResponsesKeys.Batches;
                await foreach (var row in tables.QueryAsync(
                    StoreNames.Responses, partition.Key, range.From, range.To, take: null, CancellationToken.None))
                {
                    pending.Add(row.RowKey);
                }
            }
            looks.Add(new Look(began, Stopwatch.GetTimestamp(), pending));
            if (isLast && pending.Count == 0)
                return looks;
            await Task.Delay(LookInterval, CancellationToken.None);
        }
    }

    private static long TalliedAt(List<Look> looks, long acknowledged, string batch) =>
        looks.First(look => look.Began >= acknowledged && !look.Pending.Contains(batch)).Ended;

    /// <summary>The row key of the batch that each response came in with.</summary>
    private static async Task<Dictionary<ResponseId, string>> BatchesAsync(ITableStore tables, Wave wave)
    {
        var batches = new Dictionary<ResponseId, string>();
        foreach (var partition in wave.Partitions)
        {
            var range = ResponsesKeys.Responses;
            await foreach (var row in tables.QueryAsync(
                StoreNames.Responses, partition.Key, range.From, range.To, take: null, CancellationToken.None))
            {
                var id = new ResponseId(Guid.ParseExact(row.RowKey[range.From.Length..], "N"));
                batches.Add(id, ResponsesKeys.Batch(row.GetString(ResponseRow.Batch)!));
            }
        }
        return batches;
    }
}

using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Running;

using SurveyEngine.Intake;
using SurveyEngine.Keys;

using SurveyStorage;

namespace Benchmarks;

/// <summary>
/// Responses accepted, folding included, by the app as a process of its own, against the same rows inserted one at a time by this
/// process: no HTTP of ours, no checks, no tallies. The baseline is plain inserts; beside it stand the product's own store client,
/// which on the embedded store groups what waits, and on Azurite Azure's client library, which a usual app would use. A fresh store
/// for every side of every round.
/// </summary>
internal sealed class IntakeBench(Choice choice)
{
    private const int Schools = 60;
    private static readonly int[] ClientCounts = [1, 16, 64, 256];

    private sealed record Side(LoadResult Load, double AppCpuMicroseconds, double AllocatedBytes);

    public async Task RunAsync()
    {
        using var app = await PublishedApp.MakeAsync(choice.IsQuick);
        foreach (var kind in choice.Stores)
        {
            var rows = new List<IReadOnlyList<string>>();
            foreach (var clients in ClientCounts.Where(count => choice.Clients is null || choice.Clients == count))
            {
                var ours = new List<Side>();
                var (baseline, client, sdk, least) = (new List<LoadResult>(), new List<LoadResult>(), new List<LoadResult>(), new List<LoadResult>());
                for (var round = 0; round < choice.Rounds; round++)
                {
                    ours.Add(await MeasureAppAsync(app, kind, clients));
                    baseline.Add(await MeasurePlainAsync(kind, clients));
                    client.Add(await MeasureClientAsync(kind, clients));
                    if (kind == StoreKind.Azurite)
                        sdk.Add(await MeasurePlainAsync(kind, clients, (store, rows) => Task.FromResult<PlainInserts>(new SdkInserts(store.Azurite!.ConnectionString, rows))));
                    if (kind == StoreKind.Azurite && clients == 1)
                        least.Add(await MeasurePlainAsync(kind, clients, async (store, rows) => await PlainPairs.OpenAsync(store, rows)));
                }
                if (least.Count > 0)
                    TellLeast(ours, baseline, least);
                rows.Add(Tell(kind, clients, ours, baseline, client, sdk));
            }
            Report.Table(
                $"intake on {kind}{(choice.IsHosted ? ", under a played Functions host" : "")}: the app against single-row inserts without it (medians of {choice.Rounds})",
                ["clients", "ratio", "p99 ratio", "to client", "to SDK", "responses/s", "baseline/s", "client/s", "SDK/s", "p50 ms", "p95 ms", "p99 ms", "baseline p99", "app CPU µs", "allocated KB", "load CPU µs", "SDK CPU µs", "refused"],
                rows);
        }
    }

    /// <summary>At most 4,000 on Azurite, the warm-up among them: it slows as it fills.</summary>
    private (int WarmUp, int Measured) Loads(StoreKind kind, int clients) => (kind, clients) switch
    {
        (StoreKind.Azurite, _) => (500, choice.Of(3500)),
        (_, 1) => (2000, choice.Of(8000)),
        _ => (2000, choice.Of(20_000)),
    };

    private async Task<Side> MeasureAppAsync(PublishedApp app, StoreKind kind, int clients)
    {
        await using var store = await FreshStore.StartAsync(kind);
        var answers = new FullAnswers(await FamilyWave.OpenAsync(store.Engine, Schools), seed: clients);
        store.Close();
        var (warmUp, count) = Loads(kind, clients);
        var (first, measured) = (Requests(answers, warmUp), Requests(answers, count));
        await using var running = await MeasuredApp.StartAsync(app, store.AppSettings(), choice.IsHosted);
        await ClosedLoad.RunAsync([running.Port], clients, first);

        GC.Collect();
        var (cpu, allocated) = (running.Cpu, await running.AllocatedBytesAsync());
        var load = await ClosedLoad.RunAsync([running.Port], clients, measured);
        return new Side(
            load, (running.Cpu - cpu).TotalMicroseconds / count, (await running.AllocatedBytesAsync() - allocated) / (double)count);
    }

    private Task<LoadResult> MeasurePlainAsync(StoreKind kind, int clients) =>
        MeasurePlainAsync(kind, clients, (store, rows) => PlainInserts.IntoAsync(store, clients, rows));

    private async Task<LoadResult> MeasurePlainAsync(
        StoreKind kind, int clients, Func<FreshStore, IReadOnlyList<TableRow>, Task<PlainInserts>> into)
    {
        await using var store = await FreshStore.StartAsync(kind);
        var answers = new FullAnswers(await FamilyWave.OpenAsync(store.Engine, Schools), seed: clients);
        store.Close();
        var (warmUp, count) = Loads(kind, clients);
        using var inserts = await into(store, Rows(answers, warmUp + count));
        await ClosedLoad.RunAsync(clients, warmUp, inserts.InsertAsync);

        GC.Collect();
        return await ClosedLoad.RunAsync(clients, count, (client, index) => inserts.InsertAsync(client, warmUp + index));
    }

    private async Task<LoadResult> MeasureClientAsync(StoreKind kind, int clients)
    {
        await using var store = await FreshStore.StartAsync(kind);
        var answers = new FullAnswers(await FamilyWave.OpenAsync(store.Engine, Schools), seed: clients);
        var (warmUp, count) = Loads(kind, clients);
        var tables = store.Engine.Tables;
        var (first, measured) = (Rows(answers, warmUp), Rows(answers, count));
        await ClosedLoad.RunAsync(clients, warmUp, (_, index) => InsertAsync(tables, first[index]));

        GC.Collect();
        return await ClosedLoad.RunAsync(clients, count, (_, index) => InsertAsync(tables, measured[index]));
    }

    private static async Task InsertAsync(ITableStore tables, TableRow row)
    {
        var result = await tables.CommitAsync(
            StoreNames.Responses, [new RowChange(RowChangeType.Add, row)], CancellationToken.None);
        if (result is not CommitResult.Committed)
            throw new InvalidOperationException($"{result}");
    }

    private static List<Request> Requests(FullAnswers answers, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => answers.NextRequest())];

    private static List<TableRow> Rows(FullAnswers answers, int count)
    {
        var batch = Guid.NewGuid().ToString("N");
        return [.. Enumerable.Range(0, count).Select(_ => ResponseRow.Of(answers.NextSubmission(), batch, TimeProvider.System.GetUtcNow()))];
    }

    /// <inheritdoc cref="PlainPairs"/>
    private static void TellLeast(List<Side> ours, List<LoadResult> baseline, List<LoadResult> least)
    {
        var perSecond = Median.Of(least.Select(load => load.PerSecond));
        Report.Line(
            "intake-least", ("store", StoreKind.Azurite), ("clients", 1), ("leastPerSecond", perSecond),
            ("ratioOfLeastToBaseline", perSecond / Median.Of(baseline.Select(load => load.PerSecond))),
            ("ratioToLeast", Median.Of(ours.Select(side => side.Load.PerSecond)) / perSecond),
            ("p50Ms", Median.Of(least.Select(load => load.Latencies.At(0.50)))));
    }

    private string[] Tell(
        StoreKind kind, int clients, List<Side> ours, List<LoadResult> baseline, List<LoadResult> client, List<LoadResult> sdk)
    {
        var perSecond = Median.Of(ours.Select(side => side.Load.PerSecond));
        var basePerSecond = Median.Of(baseline.Select(load => load.PerSecond));
        var clientPerSecond = Median.Of(client.Select(load => load.PerSecond));
        var p50 = Median.Of(ours.Select(side => side.Load.Latencies.At(0.50)));
        var p95 = Median.Of(ours.Select(side => side.Load.Latencies.At(0.95)));
        var p99 = Median.Of(ours.Select(side => side.Load.Latencies.At(0.99)));
        var baseP99 = Median.Of(baseline.Select(load => load.Latencies.At(0.99)));
        var cpu = Median.Of(ours.Select(side => side.AppCpuMicroseconds));
        var bytes = Median.Of(ours.Select(side => side.AllocatedBytes));
        var loadCpu = Median.Of(ours.Select(side => CpuMicroseconds(side.Load)));
        double? sdkPerSecond = sdk.Count == 0 ? null : Median.Of(sdk.Select(load => load.PerSecond));
        double? sdkCpu = sdk.Count == 0 ? null : Median.Of(sdk.Select(CpuMicroseconds));
        var refused = ours.Sum(side => side.Load.Refused);
        Report.Line(
            "intake", ("store", kind), ("hosted", choice.IsHosted), ("clients", clients), ("ratio", perSecond / basePerSecond), ("p99Ratio", p99 / baseP99),
            ("toClient", perSecond / clientPerSecond), ("clientPerSecond", clientPerSecond),
            ("ratioToSdk", perSecond / sdkPerSecond), ("sdkPerSecond", sdkPerSecond), ("sdkCpuMicroseconds", sdkCpu),
            ("responsesPerSecond", perSecond), ("baselinePerSecond", basePerSecond), ("p50Ms", p50), ("p95Ms", p95), ("p99Ms", p99),
            ("baselineP99Ms", baseP99), ("appCpuMicroseconds", cpu), ("allocatedBytes", bytes), ("loadCpuMicroseconds", loadCpu),
            ("refused", refused), ("rounds", ours.Count), ("responses", ours[0].Load.Latencies.Count));
        return
        [
            $"{clients}", $"{perSecond / basePerSecond:F2}", $"{p99 / baseP99:F2}", $"{perSecond / clientPerSecond:F2}", $"{perSecond / sdkPerSecond:F2}",
            $"{perSecond:F0}", $"{basePerSecond:F0}", $"{clientPerSecond:F0}", $"{sdkPerSecond:F0}", $"{p50:F1}", $"{p95:F1}", $"{p99:F1}", $"{baseP99:F1}",
            $"{cpu:F0}", $"{bytes / 1024:F1}", $"{loadCpu:F0}", $"{sdkCpu:F0}", $"{refused}",
        ];
    }

    private static double CpuMicroseconds(LoadResult load) => load.Cpu.TotalMicroseconds / load.Latencies.Count;
}

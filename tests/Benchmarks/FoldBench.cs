using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Running;

namespace Benchmarks;

/// <summary>
/// A backlog folded by one worker process, against reading and writing the same rows without counting anything. On the embedded
/// store a quarter of the backlog as well: memory should not know the difference.
/// </summary>
internal sealed class FoldBench(Choice choice)
{
    /// <param name="Clients">That made the backlog: of a lone one every response is a batch of its own.</param>
    private sealed record Load(StoreKind Store, int Schools, int Responses, int Clients = 64);

    public async Task RunAsync()
    {
        Load[] loads =
        [
            new(StoreKind.Embedded, 60, choice.Of(50_000)), new(StoreKind.Embedded, 60, choice.Of(200_000)),
            new(StoreKind.Embedded, 1000, choice.Of(50_000)), new(StoreKind.Embedded, 1000, choice.Of(200_000)),
            new(StoreKind.Embedded, 60, choice.Of(20_000), Clients: 1),
            new(StoreKind.Azurite, 60, choice.Of(4000)), new(StoreKind.Azurite, 60, choice.Of(2000), Clients: 1),
        ];
        var rows = new List<IReadOnlyList<string>>();
        var chosen = loads.Where(load => choice.Stores.Contains(load.Store) && (choice.Clients ?? load.Clients) == load.Clients);
        foreach (var load in chosen)
            rows.Add(load.Store == StoreKind.Embedded ? await FoldFileAsync(load) : Tell(load, await FoldAzuriteAsync(load), held: null));
        Report.Table(
            $"fold of a backlog by one worker: against the same rows without counting (medians of {choice.Rounds})",
            ["store", "schools", "clients", "responses", "ratio", "responses/s", "raw/s", "CPU µs", "raw CPU µs", "peak MB", "held MB", "allocated bytes/response"],
            rows);
    }

    private async Task<string[]> FoldFileAsync(Load load)
    {
        await using var store = await FreshStore.StartAsync(StoreKind.Embedded);
        await WriteAsync(store, load);
        store.Close();
        var results = new List<(WorkerResult, WorkerResult)>();
        for (var round = 0; round < choice.Rounds; round++)
        {
            var folded = store.Copy("folded.db");
            var ours = await Worker.StartAsync("fold", folded);
            results.Add((ours, await Worker.StartAsync("fold-raw", store.Copy("raw.db"), folded)));
        }
        return Tell(load, results, await Worker.StartInSmallHeapAsync("fold", store.Copy("folded.db")));
    }

    private async Task<List<(WorkerResult Ours, WorkerResult Raw)>> FoldAzuriteAsync(Load load)
    {
        var results = new List<(WorkerResult, WorkerResult)>();
        for (var round = 0; round < choice.Rounds; round++)
        {
            await using var first = await FreshStore.StartAsync(load.Store);
            await WriteAsync(first, load);
            var ours = await Worker.StartAsync("fold", first.Place);
            await using var second = await FreshStore.StartAsync(load.Store);
            await WriteAsync(second, load);
            results.Add((ours, await Worker.StartAsync("fold-raw", second.Place, first.Place)));
        }
        return results;
    }

    private static async Task WriteAsync(FreshStore store, Load load) =>
        await Backlog.WriteAsync(store.Engine, await FamilyWave.OpenAsync(store.Engine, load.Schools), load.Responses, load.Clients);

    /// <param name="held">The same fold, measured for its memory alone; null: it was not.</param>
    private static string[] Tell(Load load, List<(WorkerResult Ours, WorkerResult Raw)> results, WorkerResult? held)
    {
        if (results.Any(result => result.Ours.Count != load.Responses || result.Raw.Count != load.Responses))
            throw new InvalidOperationException($"Not everything was folded: {results[0]}");
        var perSecond = Median.Of(results.Select(result => result.Ours.PerSecond));
        var raw = Median.Of(results.Select(result => result.Raw.PerSecond));
        var cpu = Median.Of(results.Select(result => result.Ours.CpuMicroseconds));
        var rawCpu = Median.Of(results.Select(result => result.Raw.CpuMicroseconds));
        var peak = Median.Of(results.Select(result => result.Ours.PeakMegabytes));
        var bytes = Median.Of(results.Select(result => result.Ours.AllocatedBytes / (double)load.Responses));
        Report.Line(
            "fold", ("store", load.Store), ("schools", load.Schools), ("clients", load.Clients), ("responses", load.Responses), ("ratio", perSecond / raw),
            ("responsesPerSecond", perSecond), ("rawPerSecond", raw), ("cpuMicroseconds", cpu), ("rawCpuMicroseconds", rawCpu),
            ("peakMegabytes", peak), ("heldMegabytes", held?.PeakMegabytes), ("allocatedBytes", bytes), ("rounds", results.Count));
        return
        [
            $"{load.Store}", $"{load.Schools}", $"{load.Clients}", $"{load.Responses}", $"{perSecond / raw:F2}", $"{perSecond:F0}", $"{raw:F0}",
            $"{cpu:F1}", $"{rawCpu:F1}", $"{peak:F0}", $"{held?.PeakMegabytes:F0}", $"{bytes:F0}",
        ];
    }
}

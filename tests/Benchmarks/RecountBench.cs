using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Running;

namespace Benchmarks;

/// <summary>What <c>surveyctl verify</c> does, by one worker process on the embedded store, against reading the same rows.</summary>
internal sealed class RecountBench(Choice choice)
{
    private const int Schools = 60;

    public async Task RunAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var responses in new[] { choice.Of(100_000), choice.Of(400_000) })
            rows.Add(await MeasureAsync(responses));
        Report.Table(
            $"recount on Embedded: against reading the same rows (medians of {choice.Rounds})",
            ["responses", "ratio", "responses/s", "rows read/s", "CPU µs", "reading CPU µs", "peak MB", "allocated bytes/response"],
            rows);
    }

    private async Task<string[]> MeasureAsync(int responses)
    {
        await using var store = await FreshStore.StartAsync(StoreKind.Embedded);
        var wave = await FamilyWave.OpenAsync(store.Engine, Schools);
        await Backlog.WriteAsync(store.Engine, wave, responses);
        await EnginePasses.FoldAsync(store.Engine, wave.Wave);
        store.Close();

        var (ours, raw) = (new List<WorkerResult>(), new List<WorkerResult>());
        for (var round = 0; round < choice.Rounds; round++)
        {
            ours.Add(await Worker.StartAsync("verify", store.Place));
            raw.Add(await Worker.StartAsync("scan", store.Place));
        }
        var perSecond = Median.Of(ours.Select(result => result.PerSecond));
        var rawPerSecond = Median.Of(raw.Select(result => result.PerSecond));
        var cpu = Median.Of(ours.Select(result => result.CpuMicroseconds));
        var rawCpu = Median.Of(raw.Select(result => result.CpuMicroseconds));
        var peak = Median.Of(ours.Select(result => result.PeakMegabytes));
        var bytes = Median.Of(ours.Select(result => result.AllocatedBytes / (double)responses));
        Report.Line(
            "recount", ("store", StoreKind.Embedded), ("responses", responses), ("ratio", perSecond / rawPerSecond),
            ("responsesPerSecond", perSecond), ("rowsReadPerSecond", rawPerSecond),
            ("cpuMicroseconds", cpu), ("readingCpuMicroseconds", rawCpu), ("peakMegabytes", peak), ("allocatedBytes", bytes));
        return
        [
            $"{responses}", $"{perSecond / rawPerSecond:F2}", $"{perSecond:F0}", $"{rawPerSecond:F0}", $"{cpu:F1}", $"{rawCpu:F1}", $"{peak:F0}",
            $"{bytes:F0}",
        ];
    }
}

using Benchmarks.Load;
using Benchmarks.Running;

using SurveyEngine.Waves;

using TestSupport;

namespace Benchmarks;

/// <summary>
/// Releases of waves that differ in nothing but the number of schools, by one worker process on the embedded store: the first while the wave is
/// open and the last when it has settled, each with its time of a school against that in the smallest wave. The largest has no groups.
/// </summary>
internal sealed class ReleaseBench(Choice choice)
{
    /// <summary>So many that figures of most schools are told, and so few that many of their groups are not, which is the most work.</summary>
    private const int ResponsesPerSchool = 60;

    public async Task RunAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        var smallest = new Dictionary<WaveState, double>();
        foreach (var (schools, hasGroups) in new[] { (choice.Of(80), true), (choice.Of(1000), true), (choice.Of(10_000), true), (choice.Of(100_000), false) })
        {
            await using var store = await FreshStore.StartAsync(StoreKind.Embedded);
            var wave = await FamilyWave.OpenAsync(store.Engine, schools, hasGroups);
            await Backlog.WriteTalliesAsync(store.Engine, wave, ResponsesPerSchool);
            foreach (var state in new[] { WaveState.Open, WaveState.Settled })
            {
                if (state is WaveState.Settled)
                    await SettleAsync(store, wave);
                store.Close();
                var result = await Worker.StartAsync("release", store.Place);
                rows.Add(Tell(schools, state, result, smallest));
            }
        }
        Report.Table(
            $"release on Embedded, {ResponsesPerSchool} responses a school: time per school against that of the smallest wave",
            ["schools", "wave", "ratio", "seconds", "of it checking", "CPU ms/school", "peak MB", "allocated KB/school"],
            rows);
    }

    private static string[] Tell(int schools, WaveState state, WorkerResult result, Dictionary<WaveState, double> smallest)
    {
        var each = result.Seconds / schools;
        smallest.TryAdd(state, each);
        Report.Line(
            "release", ("store", StoreKind.Embedded), ("schools", schools), ("wave", state), ("ratio", each / smallest[state]), ("seconds", result.Seconds),
            ("checkSeconds", result.CheckSeconds), ("cpuMicroseconds", result.CpuMicroseconds), ("peakMegabytes", result.PeakMegabytes),
            ("allocatedBytes", result.AllocatedBytes / (double)schools));
        return
        [
            $"{schools}", $"{state}", $"{each / smallest[state]:F2}", $"{result.Seconds:F1}", $"{result.CheckSeconds:F1}", $"{result.CpuMicroseconds / 1000:F2}",
            $"{result.PeakMegabytes:F0}", $"{result.AllocatedBytes / 1024.0 / schools:F0}",
        ];
    }

    private static async Task SettleAsync(FreshStore store, FamilyWave wave)
    {
        store.Open();
        await store.Engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        var later = new ManualTimeProvider(TimeProvider.System.GetUtcNow() + ChangeWaveState.ClosingTime);
        using var engine = new Engine(store.Engine.Tables, store.Engine.Queues, later);
        await engine.FoldAll.FoldAsync(CancellationToken.None);
    }
}

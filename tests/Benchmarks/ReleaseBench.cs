using Benchmarks.Load;
using Benchmarks.Running;

namespace Benchmarks;

/// <summary>
/// A release of waves that differ in nothing but the number of schools, by one worker process on the embedded store: the time of
/// a school against its time in the smallest wave.
/// </summary>
internal sealed class ReleaseBench(Choice choice)
{
    /// <summary>Enough for every school to be shown, so that as much is written as can be.</summary>
    private const int ResponsesPerSchool = 10;

    public async Task RunAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        double? smallest = null;
        foreach (var schools in new[] { choice.Of(1000), choice.Of(10_000), choice.Of(100_000) })
        {
            await using var store = await FreshStore.StartAsync(StoreKind.Embedded);
            var wave = await FamilyWave.OpenAsync(store.Engine, schools);
            await Backlog.WriteTalliesAsync(store.Engine, wave, ResponsesPerSchool);
            store.Close();

            var result = await Worker.StartAsync("release", store.Place);
            var each = result.Seconds / schools;
            smallest ??= each;
            Report.Line(
                "release", ("store", StoreKind.Embedded), ("schools", schools), ("ratio", each / smallest.Value), ("seconds", result.Seconds),
                ("schoolsPerSecond", result.PerSecond),
                ("cpuMicroseconds", result.CpuMicroseconds), ("peakMegabytes", result.PeakMegabytes),
                ("allocatedBytes", result.AllocatedBytes / (double)schools));
            rows.Add(
            [
                $"{schools}", $"{each / smallest.Value:F2}", $"{result.Seconds:F1}", $"{result.PerSecond:F0}", $"{result.CpuMicroseconds / 1000:F2}",
                $"{result.PeakMegabytes:F0}",
                $"{result.AllocatedBytes / 1024.0 / schools:F0}",
            ]);
        }
        Report.Table(
            "release on Embedded: time per school against that of the smallest wave",
            ["schools", "ratio", "seconds", "schools/s", "CPU ms/school", "peak MB", "allocated KB/school"],
            rows);
    }
}

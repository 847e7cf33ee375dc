using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

using Benchmarks.Load;
using Benchmarks.Measuring;

using TestSupport;

namespace Benchmarks.Running;

/// <param name="Seconds">Of the work alone, not of starting.</param>
/// <param name="Count">Responses, or rows, or whatever the work goes through.</param>
/// <param name="PeakMegabytes">The largest resident set of the process, the runtime itself included.</param>
/// <param name="CpuSeconds">During the work; unlike the time it does not know what else the machine does.</param>
/// <param name="AllocatedBytes">During the work.</param>
/// <param name="CheckSeconds">Of a release: how long it was held against what may not be shown.</param>
internal sealed record WorkerResult(double Seconds, long Count, double CpuSeconds, double PeakMegabytes, long AllocatedBytes, double CheckSeconds)
{
    public double PerSecond => Count / Seconds;

    public double CpuMicroseconds => CpuSeconds * 1e6 / Count;
}

[JsonSerializable(typeof(WorkerResult))]
internal sealed partial class WorkerJson : JsonSerializerContext;

/// <summary>Work in a process of its own, so that its largest memory is its own.</summary>
internal static class Worker
{
    /// <summary>This very program, as the worker.</summary>
    /// <param name="work">The arguments of <see cref="RunAsync"/>.</param>
    public static Task<WorkerResult> StartAsync(params string[] work) => StartAsync(work, settings: []);

    /// <summary>
    /// The same in a heap of at most 32 MiB: work that needs more fails. Without the limit the largest memory is mostly what the
    /// collector, whose budget grows with the processor's cache, has not looked at yet.
    /// </summary>
    public static Task<WorkerResult> StartInSmallHeapAsync(params string[] work) =>
        StartAsync(work, [("DOTNET_GCHeapHardLimit", "0x2000000")]);

    private static async Task<WorkerResult> StartAsync(string[] work, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(AppProcess.DotnetHost(), ["exec", typeof(Worker).Assembly.Location, "worker", .. work])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(output, WorkerJson.Default.WorkerResult)!
            : throw new InvalidOperationException($"The worker failed: {string.Join(' ', work.Select(word => word.Split(':')[0]))}");
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> work)
    {
        using var storage = FreshStore.Open(work[1]);
        using var engine = new Engine(storage.Tables, storage.Queues);
        var wave = await FamilyWave.FindAsync(engine);
        var releases = new CheckedRelease(engine);
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var count = work[0] switch
        {
            "fold" => await EnginePasses.FoldAsync(engine, wave.Wave),
            "fold-raw" => await RawPasses.FoldAsync(engine.Tables, wave.Wave, work[2]),
            "verify" => await EnginePasses.VerifyAsync(engine, wave.Wave),
            "scan" => await RawPasses.ScanAsync(engine.Tables, wave.Wave),
            "release" => await releases.RunAsync(wave.Wave),
            var other => throw new ArgumentException($"There is no such work: {other}", nameof(work)),
        };
        var result = new WorkerResult(
            Stopwatch.GetElapsedTime(start).TotalSeconds, count, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            ProcessUsage.PeakMegabytes(), GC.GetTotalAllocatedBytes() - allocated, releases.CheckTime.TotalSeconds);
        Console.WriteLine(JsonSerializer.Serialize(result, WorkerJson.Default.WorkerResult));
        return 0;
    }
}

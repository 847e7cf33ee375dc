using System.Diagnostics;

using Storms.Faults;

using TestSupport;
using TestSupport.Waves;

namespace Storms.Copies;

/// <summary>This program once more, as a process that folds and releases without a pause, until it is killed in the middle of it.</summary>
internal static class WorkerProcess
{
    public const string Command = "work";

    private const string Working = "working";

    /// <summary>Starts one, and kills it when it has worked for so long. False: it had ended before.</summary>
    public static async Task<bool> RunAndKillAsync(string address, TestWave wave, TimeSpan worksFor, FaultLog log)
    {
        var start = new ProcessStartInfo(
            AppProcess.DotnetHost(),
            ["exec", Path.Combine(AppContext.BaseDirectory, "Storms.dll"), Command, address, wave.Tenant.Value, wave.Id.Value])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        bool hasEnded;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            if (line != Working)
                log.Note($"the worker said: {line}");
            await Task.Delay(worksFor);
            hasEnded = process.HasExited;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        log.Happened("worker-killed");
        return !hasEnded;
    }

    /// <summary>The process itself: ends with its standard input.</summary>
    public static async Task RunAsync(string address, string tenant, string wave)
    {
        var ended = Task.Run(() =>
        {
            while (Console.In.Read() >= 0)
            {
            }
        });
        await KeepFolding.UntilAsync(ended, address, tenant, wave, () => Console.WriteLine(Working));
    }
}

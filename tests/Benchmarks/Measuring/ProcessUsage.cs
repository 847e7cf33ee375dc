using System.Diagnostics;

namespace Benchmarks.Measuring;

/// <summary>What a process has used, from <c>/proc</c>: CPU time comes in steps of 10 ms.</summary>
internal static class ProcessUsage
{
    /// <summary>User and system together.</summary>
    public static TimeSpan Cpu(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }

    /// <summary>The largest resident set that this process ever had.</summary>
    public static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024.0 * 1024);
    }
}

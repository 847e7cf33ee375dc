using System.Diagnostics;
using System.Globalization;

namespace Storms.Copies;

/// <summary>Signals that .NET has no call for.</summary>
internal static class ProcessSignals
{
    public static Task StopAsync(int processId) => SendAsync("-STOP", processId);

    public static Task ContinueAsync(int processId) => SendAsync("-CONT", processId);

    private static async Task SendAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}

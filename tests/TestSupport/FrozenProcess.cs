using System.Diagnostics;
using System.Globalization;

namespace TestSupport;

/// <summary>A process that is there and does nothing, until this object is disposed: its connections are taken and never answered.</summary>
public sealed class FrozenProcess : IDisposable
{
    private readonly int _id;

    public FrozenProcess(int id)
    {
        _id = id;
        Send("-STOP");
    }

    public void Dispose() => Send("-CONT");

    private void Send(string signal)
    {
        using var kill = Process.Start("kill", [signal, _id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}

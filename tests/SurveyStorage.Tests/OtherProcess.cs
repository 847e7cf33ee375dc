using System.Collections.Concurrent;
using System.Diagnostics;

using TestSupport;

namespace SurveyStorage.Tests;

/// <summary>A real process that works on the same store: <c>tests/StorageProcess</c> says what it can do. It is killed with this object.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Task _reading;

    private OtherProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(FollowAsync(process.StandardOutput), FollowAsync(process.StandardError));
    }

    /// <summary>What it wrote so far.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public static OtherProcess Start(params string[] arguments) =>
        Start(AppProcess.DotnetHost(), ["exec", Program, .. arguments]);

    /// <summary>In a mount namespace of its own, where <paramref name="script"/> may mount what it likes; the program is <c>$DOTNET exec $PROGRAM</c>.</summary>
    public static OtherProcess StartUnshared(string script) => Start("unshare", ["-rm", "sh", "-ec", script]);

    /// <summary>What it wrote, after it ended by itself.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(LongEnough, TimeProvider.System);
        await _reading;
        return Lines;
    }

    public async Task WaitForLinesAsync(int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True(await _arrived.WaitAsync(LongEnough), $"It wrote only:\n{string.Join('\n', Lines)}");
    }

    /// <summary>In the middle of whatever it does, without a word to it.</summary>
    public Task<IReadOnlyList<string>> KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        return WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        _arrived.Dispose();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "StorageProcess.dll");

    private static OtherProcess Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET"] = AppProcess.DotnetHost();
        start.Environment["PROGRAM"] = Program;
        return new OtherProcess(Process.Start(start)!);
    }

    private async Task FollowAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            _arrived.Release();
        }
    }
}

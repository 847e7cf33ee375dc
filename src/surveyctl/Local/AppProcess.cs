using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

using Surveyctl.Storage;

namespace Surveyctl.Local;

/// <summary>
/// The app as a process of our own, without the Functions host. It stops when its standard input ends, and so with this
/// process, in whatever way that ends.
/// </summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const int LinesKept = 20;

    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The app gives requests under way 20 seconds.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(25);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly Queue<string> _lines = new();

    private AppProcess(Process process, int port, string logFile)
    {
        _process = process;
        Url = new Uri($"http://localhost:{port}");
        _reading = FollowAsync(new RollingLog(logFile));
    }

    public int ProcessId => _process.Id;

    public Uri Url { get; }

    /// <summary>Completes when the process has ended, asked to or not.</summary>
    public Task Exited => _process.WaitForExitAsync();

    public bool HasExited => _process.HasExited;

    public string LastLines
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Returns at once: <see cref="WaitUntilItAnswersAsync"/> follows.</summary>
    /// <param name="storage">What it works on.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="logFile">Replaced by what the app writes; see <see cref="RollingLog"/>.</param>
    public static AppProcess Start(StorageLocation storage, int port, string logFile)
    {
        var start = new ProcessStartInfo(DotnetHost())
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "SurveyFunctions.dll") },
            Environment =
            {
                ["Port"] = port.ToString(),
                ["StopWithInput"] = "true",
            },
        };
        // A storage that the environment names is another one.
        foreach (var other in start.Environment.Keys.Where(IsOfStorage).ToList())
            start.Environment.Remove(other);
        foreach (var (setting, value) in storage.Settings)
            start.Environment[setting] = value;
        return new AppProcess(Process.Start(start)!, port, logFile);
    }

    /// <exception cref="Commands.CommandFailedException">It ended, or does not answer in time.</exception>
    public async Task WaitUntilItAnswersAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < TimeToStart)
        {
            if (_process.HasExited)
            {
                await _reading;
                throw new Commands.CommandFailedException($"The app did not start:\n{LastLines}");
            }
            try
            {
                using var answer = await client.GetAsync(Url, cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException failure) when (failure.InnerException is SocketException or IOException)
            {
                // Does not listen yet.
            }
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
        throw new Commands.CommandFailedException($"The app does not answer at {Url}:\n{LastLines}");
    }

    /// <summary>Lets it finish its requests, and kills it if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            try
            {
                _process.StandardInput.Close();
                await _process.WaitForExitAsync().WaitAsync(TimeToStop, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }
        await _reading;
        _process.Dispose();
    }

    private static bool IsOfStorage(string variable) =>
        variable.StartsWith(StorageLocation.Azure.Setting, StringComparison.OrdinalIgnoreCase)
        || variable.Equals(StorageLocation.Embedded.Setting, StringComparison.OrdinalIgnoreCase);

    /// <summary>The dotnet that runs this very process, wherever it is installed.</summary>
    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }

    /// <summary>Reads on until the process ends: a full pipe would stop it.</summary>
    private async Task FollowAsync(RollingLog log)
    {
        using (log)
            await Task.WhenAll(CopyAsync(_process.StandardOutput), CopyAsync(_process.StandardError));

        async Task CopyAsync(StreamReader from)
        {
            while (await from.ReadLineAsync() is { } line)
            {
                log.WriteLine(line);
                lock (_lines)
                {
                    _lines.Enqueue(line);
                    if (_lines.Count > LinesKept)
                        _lines.Dequeue();
                }
            }
        }
    }
}

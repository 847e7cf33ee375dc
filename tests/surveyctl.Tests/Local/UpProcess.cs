using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Surveyctl.Tests.Local;

/// <summary>A real <c>surveyctl up --json</c> in a process of its own.</summary>
internal sealed class UpProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private UpProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public Task<string> Errors => _errors;

    public static UpProcess Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "surveyctl.dll"), "up", "--json" },
        };
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        // Another storage, which it must not look at.
        start.Environment["AzureWebJobsStorage__accountName"] = "nobody";
        return new UpProcess(Process.Start(start)!);
    }

    /// <summary>What it tells when everything runs.</summary>
    public async Task<JsonElement> UntilReadyAsync()
    {
        var told = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            told.AppendLine(line);
            if (line != "}")
                continue;
            using var json = JsonDocument.Parse(told.ToString());
            return json.RootElement.Clone();
        }
        throw new InvalidOperationException($"surveyctl up ended: {await _errors}");
    }

    /// <summary>Azurite, and whatever else it started.</summary>
    public IReadOnlyList<int> Children() =>
    [
        .. Directory.GetDirectories($"/proc/{Id}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];

    /// <summary>As the terminal does for Ctrl-C, or where that reaches nobody as <see cref="TerminateAsync"/>; the exit code.</summary>
    public Task<int> InterruptAsync() => IgnoresInterrupts() ? TerminateAsync() : SignalAsync("-INT");

    /// <summary>As a service manager does, or somebody who stops what runs in the background; the exit code.</summary>
    public Task<int> TerminateAsync() => SignalAsync("-TERM");

    /// <summary>Nothing of it can run any more, no clean-up either.</summary>
    public Task<int> KillAsync() => SignalAsync("-KILL");

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public static async Task UntilGoneAsync(IEnumerable<int> processes)
    {
        using var timer = new PeriodicTimer(PollInterval);
        using var patience = new CancellationTokenSource(Patience);
        foreach (var process in processes)
        {
            while (IsRunning(process))
                await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    public static bool IsRunning(int process)
    {
        try
        {
            // "4711 (node) S …": Z has ended, and waits for whoever adopted it to ask how.
            var state = File.ReadAllText($"/proc/{process}/stat");
            return state[state.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException or IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>A shell without job control has what it starts in the background ignore Ctrl-C, and whatever that starts inherits it.</summary>
    private bool IgnoresInterrupts()
    {
        const string Field = "SigIgn:";
        const ulong Interrupt = 1 << (2 - 1);
        var ignored = File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..];
        return (ulong.Parse(ignored.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    private async Task<int> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await ExitCodeAsync();
    }
}
